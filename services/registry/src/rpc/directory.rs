//! DirectoryService: decode, call, encode.

use aftersales_kit::{Result, rpc::Call};
use aftersales_proto::registry::v1::{
    BranchChange, ListBranchHistoryRequest, ListBranchHistoryResponse, ListRolesRequest, ListRolesResponse,
    ListTeamsRequest, ListTeamsResponse, PutTeamRequest, PutTeamResponse, RoleEntry, RoleName,
};

use super::{Registry, convert, lists::place, present};
use crate::{
    app::{list_history, put_team},
    domain::{branch::Branch, roles},
};

impl Registry {
    pub(super) async fn list_roles(&self, call: &Call, _: ListRolesRequest) -> Result<ListRolesResponse> {
        let name = |(name, source): &(&str, &str)| RoleName {
            name: (*name).to_owned(),
            source: (*source).to_owned(),
        };
        let entry = |named: &roles::Named| RoleEntry {
            role: named.role.into(),
            title: named.title(call.locale).to_owned(),
            names: named.names.iter().map(name).collect(),
        };
        Ok(ListRolesResponse {
            roles: roles::ALL.iter().map(entry).collect(),
        })
    }

    pub(super) async fn put_team(&self, call: &Call, request: PutTeamRequest) -> Result<PutTeamResponse> {
        let wanted = convert::team(&request.team.clone().unwrap_or_default())?;
        let (scope, etag) = (call.caller.scope.clone(), request.etag.clone());
        let put = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let team = put_team::run(tx, &scope, wanted, &etag).await?;
                Ok(convert::team_to_proto(&team))
            })
        });
        Ok(PutTeamResponse {
            team: Some(present::team(call, put.await?)),
        })
    }

    pub(super) async fn list_teams(&self, call: &Call, request: ListTeamsRequest) -> Result<ListTeamsResponse> {
        let place = place!("registry.teams", request);
        let branch = convert::branch_id(&request.branch_id)?;
        let after: String = self.after(&place)?.unwrap_or_default();
        let page = (after.as_str(), place.limit() + 1);
        let (scope, dissolved) = (&call.caller.scope, request.include_dissolved);
        let rows = put_team::list(&mut self.kit.read().await?, scope, &branch, dissolved, page).await?;
        let (rows, next_page_token) = self.cut(&place, rows, |team| team.id.clone())?;
        let seen = |team| present::team(call, convert::team_to_proto(team));
        Ok(ListTeamsResponse {
            teams: rows.iter().map(seen).collect(),
            next_page_token,
        })
    }

    pub(super) async fn list_branch_history(
        &self,
        call: &Call,
        request: ListBranchHistoryRequest,
    ) -> Result<ListBranchHistoryResponse> {
        let place = place!("registry.branch_history", request);
        let branch = convert::branch_id(&request.branch_id)?;
        let page = (self.after(&place)?.unwrap_or(i64::MAX), place.limit() + 1);
        let mut tx = self.kit.read().await?;
        let rows = list_history::run(&mut tx, &self.sealer, &call.caller.scope, &branch, page).await?;
        let (rows, next_page_token) = self.cut(&place, rows, |(change, _)| change.version)?;
        let seen = |(change, profile): (list_history::BranchChange, Option<Branch>)| BranchChange {
            version: change.version,
            cause: change.cause,
            changed_by: change.changed_by,
            changed_at: Some(change.changed_at.to_proto()),
            calendar_version: change.calendar_version,
            branch: profile.as_ref().map(convert::branch_to_proto),
        };
        Ok(ListBranchHistoryResponse {
            changes: rows.into_iter().map(seen).collect(),
            next_page_token,
        })
    }
}
