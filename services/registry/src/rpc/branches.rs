//! Branches and staff.

use aftersales_kit::{Result, page, rpc::Call};
use aftersales_proto::registry::v1::{
    GetBranchRequest, GetBranchResponse, GetStaffRequest, GetStaffResponse, ListBranchesRequest, ListBranchesResponse,
    ListStaffRequest, ListStaffResponse, PutBranchRequest, PutBranchResponse, PutStaffRequest, PutStaffResponse,
};

use super::{Registry, convert, present};
use crate::app::{put_branch, put_staff, read_branches, read_staff};

impl Registry {
    pub(super) async fn put_branch(&self, call: &Call, request: PutBranchRequest) -> Result<PutBranchResponse> {
        let branch = request.branch.clone().unwrap_or_default();
        let command = put_branch::Command {
            id: convert::branch_id(&branch.branch_id)?,
            profile: convert::profile(&branch)?,
            etag: request.etag.clone(),
        };
        let (sealer, scope) = (self.sealer.clone(), call.caller.scope.clone());
        let branch = self.sealed_command(call, &request, move |tx| {
            Box::pin(async move {
                Ok(convert::branch_to_proto(
                    &put_branch::run(tx, &sealer, &scope, command).await?,
                ))
            })
        });
        Ok(PutBranchResponse {
            branch: Some(present::branch(call, branch.await?)),
        })
    }

    pub(super) async fn get_branch(&self, call: &Call, request: GetBranchRequest) -> Result<GetBranchResponse> {
        let id = convert::branch_id(&request.branch_id)?;
        let branch = read_branches::get(&mut self.kit.read().await?, &self.sealer, &id).await?;
        Ok(GetBranchResponse {
            branch: Some(present::branch(call, convert::branch_to_proto(&branch))),
        })
    }

    pub(super) async fn list_branches(
        &self,
        call: &Call,
        request: ListBranchesRequest,
    ) -> Result<ListBranchesResponse> {
        const LIST: &str = "registry.branches";
        let place = ListBranchesRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        };
        let size = page::page_size(request.page_size);
        let filter = read_branches::Filter {
            kind: convert::branch_kind(request.kind()),
            include_closed: request.include_closed,
            after: self.pages.key(LIST, &place, &request.page_token)?.unwrap_or_default(),
            limit: size + 1,
        };
        let rows = read_branches::list(&mut self.kit.read().await?, &self.sealer, &filter).await?;
        let (rows, next_page_token) = self.pages.cut(LIST, &place, rows, size, |branch| branch.id.clone())?;
        let branches = rows
            .iter()
            .map(|branch| present::branch(call, convert::branch_to_proto(branch)))
            .collect();
        Ok(ListBranchesResponse {
            branches,
            next_page_token,
        })
    }

    pub(super) async fn put_staff(&self, call: &Call, request: PutStaffRequest) -> Result<PutStaffResponse> {
        let wanted = convert::member(&request.member.clone().unwrap_or_default())?;
        let (sealer, scope, etag) = (self.sealer.clone(), call.caller.scope.clone(), request.etag.clone());
        let member = self.sealed_command(call, &request, move |tx| {
            Box::pin(async move {
                let member = put_staff::run(tx, &sealer, &scope, wanted, &etag).await?;
                Ok(convert::member_to_proto(&member))
            })
        });
        Ok(PutStaffResponse {
            member: Some(present::member(call, member.await?)),
        })
    }

    pub(super) async fn get_staff(&self, call: &Call, request: GetStaffRequest) -> Result<GetStaffResponse> {
        let id = convert::staff_id(&request.staff_id)?;
        let mut tx = self.kit.read().await?;
        let member = read_staff::get(&mut tx, &self.sealer, &call.caller.scope, &id).await?;
        Ok(GetStaffResponse {
            member: Some(present::member(call, convert::member_to_proto(&member))),
        })
    }

    pub(super) async fn list_staff(&self, call: &Call, request: ListStaffRequest) -> Result<ListStaffResponse> {
        const LIST: &str = "registry.staff";
        let place = ListStaffRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        };
        let size = page::page_size(request.page_size);
        let filter = read_staff::Filter {
            branch: convert::branch_id(&request.branch_id)?,
            role: convert::role(request.role()),
            include_left: request.include_left,
            after: self.pages.key(LIST, &place, &request.page_token)?.unwrap_or_default(),
            limit: size + 1,
        };
        let mut tx = self.kit.read().await?;
        let rows = read_staff::list(&mut tx, &self.sealer, &call.caller.scope, &filter).await?;
        let (rows, next_page_token) = self.pages.cut(LIST, &place, rows, size, |member| member.id.clone())?;
        let members = rows
            .iter()
            .map(|member| present::member(call, convert::member_to_proto(member)))
            .collect();
        Ok(ListStaffResponse {
            members,
            next_page_token,
        })
    }
}
