//! StandardsService: decode, call, encode.

use aftersales_kit::{Result, auth::Role, rpc::Call};
use aftersales_proto::registry::v1::{
    GetChecklistRequest, GetChecklistResponse, ListChecklistsRequest, ListChecklistsResponse, ListIndicatorsRequest,
    ListIndicatorsResponse, ListInspectionsRequest, ListInspectionsResponse, ListTrainingsRequest,
    ListTrainingsResponse, PutChecklistRequest, PutChecklistResponse, PutIndicatorRequest, PutIndicatorResponse,
    RecordInspectionRequest, RecordInspectionResponse, RecordTrainingRequest, RecordTrainingResponse,
};

use super::{Registry, convert, lists::place, roster::oneself};
use crate::{
    app::{load_checklist, put_checklist, put_indicator, read_standards, record_inspection, record_training},
    domain::{checklist::Checklist, indicator::Indicator},
};

/// Roles that see everybody's inspections.
const INSPECTS: [Role; 6] = [
    Role::Chief,
    Role::DepartmentManager,
    Role::CompanyManager,
    Role::Supervisor,
    Role::HeadOffice,
    Role::TechDepartment,
];

impl Registry {
    pub(super) async fn put_checklist(
        &self,
        call: &Call,
        request: PutChecklistRequest,
    ) -> Result<PutChecklistResponse> {
        let wanted = convert::checklist(&request.checklist.clone().unwrap_or_default(), &call.caller.subject)?;
        let scope = call.caller.scope.clone();
        let put = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let put = put_checklist::run(tx, &scope, wanted).await?;
                Ok(PutChecklistResponse {
                    checklist: Some(convert::checklist_to_proto(&put)),
                })
            })
        });
        put.await
    }

    pub(super) async fn get_checklist(
        &self,
        call: &Call,
        request: GetChecklistRequest,
    ) -> Result<GetChecklistResponse> {
        let on = self.date_or_today(&request.at)?;
        let (role, topic) = (request.role(), request.topic.as_str());
        let mut tx = self.kit.read().await?;
        let found = match request.version {
            0 => load_checklist::held(&mut tx, role, topic, on, call.locale).await?,
            version => load_checklist::version(&mut tx, role, topic, version).await?,
        };
        Ok(GetChecklistResponse {
            checklist: Some(convert::checklist_to_proto(&found)),
        })
    }

    pub(super) async fn list_checklists(
        &self,
        call: &Call,
        request: ListChecklistsRequest,
    ) -> Result<ListChecklistsResponse> {
        let place = place!("registry.checklists", request);
        let query = load_checklist::Query {
            role: convert::role(request.role()),
            topic: request.topic.clone(),
            on: match request.all_versions {
                true => None,
                false => Some(self.date_or_today("")?),
            },
        };
        let found = load_checklist::list(&mut self.kit.read().await?, &query, call.locale).await?;
        let key = |found: &Checklist| (i32::from(found.role), found.topic.clone(), found.version);
        let (found, next_page_token) = self.page_of(&place, found, key)?;
        Ok(ListChecklistsResponse {
            checklists: found.iter().map(convert::checklist_to_proto).collect(),
            next_page_token,
        })
    }

    pub(super) async fn record_inspection(
        &self,
        call: &Call,
        request: RecordInspectionRequest,
    ) -> Result<RecordInspectionResponse> {
        let command = record_inspection::Command {
            branch: convert::branch_id(&request.branch_id)?,
            staff: convert::staff_id(&request.staff_id)?,
            role: request.role(),
            topic: request.topic.clone(),
            date: convert::date("date", &request.date)?,
            items: request.items.iter().map(convert::inspected_item).collect(),
            inspector: call.caller.subject.clone(),
            locale: call.locale,
        };
        let (sealer, scope) = (self.sealer.clone(), call.caller.scope.clone());
        let recorded = self.sealed_command(call, &request, move |tx| {
            Box::pin(async move {
                let inspection = record_inspection::run(tx, &sealer, &scope, command).await?;
                Ok(RecordInspectionResponse {
                    inspection: Some(convert::inspection_to_proto(&inspection)),
                })
            })
        });
        recorded.await
    }

    pub(super) async fn list_inspections(
        &self,
        call: &Call,
        request: ListInspectionsRequest,
    ) -> Result<ListInspectionsResponse> {
        let place = place!("registry.inspections", request);
        let inspects = INSPECTS.iter().any(|role| call.caller.has(*role));
        let filter = read_standards::Inspections {
            branch: convert::branch_id(&request.branch_id)?,
            staff: if inspects {
                convert::optional_staff(&request.staff_id)?
            } else {
                Some(oneself(&call.caller)?)
            },
            after: self.after(&place)?,
            limit: place.limit() + 1,
        };
        let mut tx = self.kit.read().await?;
        let rows = read_standards::inspections(&mut tx, &self.sealer, &call.caller.scope, &filter).await?;
        let (rows, next_page_token) = self.cut(&place, rows, |row| (row.date, row.id))?;
        Ok(ListInspectionsResponse {
            inspections: rows.iter().map(convert::inspection_to_proto).collect(),
            next_page_token,
        })
    }

    pub(super) async fn put_indicator(
        &self,
        call: &Call,
        request: PutIndicatorRequest,
    ) -> Result<PutIndicatorResponse> {
        let wanted = convert::indicator(&request.indicator.clone().unwrap_or_default())?;
        let scope = call.caller.scope.clone();
        let put = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let put = put_indicator::run(tx, &scope, wanted).await?;
                Ok(PutIndicatorResponse {
                    indicator: Some(convert::indicator_to_proto(&put)),
                })
            })
        });
        put.await
    }

    pub(super) async fn list_indicators(
        &self,
        call: &Call,
        request: ListIndicatorsRequest,
    ) -> Result<ListIndicatorsResponse> {
        let place = place!("registry.indicators", request);
        let on = match request.all_versions {
            true => None,
            false => Some(self.date_or_today(&request.at)?),
        };
        let role = convert::role(request.role());
        let found = read_standards::indicators(&mut self.kit.read().await?, role, on, call.locale).await?;
        let (found, next_page_token) = self.page_of(&place, found, Indicator::place)?;
        Ok(ListIndicatorsResponse {
            indicators: found.iter().map(convert::indicator_to_proto).collect(),
            next_page_token,
        })
    }

    pub(super) async fn record_training(
        &self,
        call: &Call,
        request: RecordTrainingRequest,
    ) -> Result<RecordTrainingResponse> {
        let training = convert::training(&request)?;
        let scope = call.caller.scope.clone();
        let recorded = self.kit.command(call, &request, move |tx| {
            Box::pin(async move {
                let training = record_training::run(tx, &scope, training).await?;
                Ok(RecordTrainingResponse {
                    training: Some(convert::training_to_proto(&training)),
                })
            })
        });
        recorded.await
    }

    pub(super) async fn list_trainings(
        &self,
        call: &Call,
        request: ListTrainingsRequest,
    ) -> Result<ListTrainingsResponse> {
        let place = place!("registry.trainings", request);
        let filter = read_standards::Trainings {
            branch: convert::branch_id(&request.branch_id)?,
            staff: convert::optional_staff(&request.staff_id)?,
            after: self.after(&place)?,
            limit: place.limit() + 1,
        };
        let mut tx = self.kit.read().await?;
        let rows = read_standards::trainings(&mut tx, &call.caller.scope, &filter).await?;
        let (rows, next_page_token) = self.cut(&place, rows, |row| (row.date, row.id))?;
        Ok(ListTrainingsResponse {
            trainings: rows.iter().map(convert::training_to_proto).collect(),
            next_page_token,
        })
    }
}
