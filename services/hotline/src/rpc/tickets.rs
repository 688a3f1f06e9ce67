//! RPCs of tickets and the repair register.

use aftersales_kit::{
    Result,
    id::{AssetId, BranchId, CustomerId, TicketId},
    page::page_size,
    rpc::Call,
};
use aftersales_proto::{
    hotline::v1::{
        CancelTicketRequest, CancelTicketResponse, GetTicketContactRequest, GetTicketContactResponse, GetTicketRequest,
        GetTicketResponse, ListRegisterRequest, ListRegisterResponse, ListTicketsRequest, ListTicketsResponse,
        OpenTicketRequest, OpenTicketResponse, RegisterRowState as WantedRow,
    },
    registry::v1::Branch,
};

use super::{
    Hotline, convert,
    decode::{self, word},
    intake,
    registry::Registry,
    requests,
};
use crate::{
    NAME,
    app::{
        cancel_ticket::{self, CancelTicket},
        get_ticket::{self, TicketName},
        list_register, list_tickets,
        open_ticket::{self, OpenTicket},
        seal_texts::TicketView,
        take_intake::Found,
    },
    domain::{
        intake::Intake,
        prompts::WAY_TO_BRANCH,
        ticket::{CancelReason, RegisterState, TicketState},
        words::ServiceMode,
    },
    events::stored_name,
    store::tickets::{Filter, RegisterFilter},
};

/// Names of the lists in their page tokens.
pub(super) const TICKETS: &str = "hotline.tickets";
pub(super) const REGISTER: &str = "hotline.register";

/// What the contract's names of ticket states begin with.
const STATE: &str = "TICKET_STATE_";

impl Hotline {
    pub(super) async fn open_ticket(&self, call: &Call, request: OpenTicketRequest) -> Result<OpenTicketResponse> {
        let book = self.branch(call, &request.branch_id).await?;
        let intake = requests::intake(&request)?;
        let registry = Registry::new(call, self.env.peers.channel(NAME, "registry"));
        let at = intake.first_requested_at.unwrap_or_else(|| self.kit.clock().now());
        let target = intake.carry_in.as_ref().map(|carry_in| &carry_in.target);
        let open = self.receiving(target).await;
        let cmd = OpenTicket {
            found: self
                .found(call, &intake, &registry, target.filter(|_| open.is_some()))
                .await,
            target: open,
            // a refusal waits for the command: a repeated request gets its first answer whatever the registry says now
            facts: registry
                .asset_facts(intake.customer_id, intake.asset_id, intake.fault_kind, at)
                .await,
            intake,
            by: call.caller.subject.clone(),
            roles: call.caller.roles,
        };
        let (sealer, caller) = (self.sealer(), call.clone());
        self.kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    let opened = open_ticket::run(tx, &sealer, &book, cmd).await?;
                    let ticket = &opened.view.ticket;
                    Ok(OpenTicketResponse {
                        intake: Some(intake::intake(ticket, &opened.taken)),
                        prompts: intake::opened_prompts(caller.locale, ticket, &opened.taken),
                        ticket: Some(convert::ticket(&caller, &opened.view)),
                    })
                })
            })
            .await
    }

    /// What an intake needs from the other services beside the facts of its asset.
    async fn found(&self, call: &Call, intake: &Intake, registry: &Registry<'_>, target: Option<&BranchId>) -> Found {
        let quoted = intake.paid.as_ref().is_some_and(|paid| paid.policy_accepted);
        let prices = match quoted || !intake.estimate_jobs.is_empty() {
            true => Some(self.prices(call, &intake.branch_id).await),
            false => None,
        };
        let guidance_message = match target.filter(|_| !intake.is_declined()) {
            Some(target) => registry.place(target).await.map(|place| way_to(call, &place)),
            None => Ok(String::new()),
        };
        Found {
            prices,
            guidance_message,
        }
    }

    pub(super) async fn cancel_ticket(
        &self,
        call: &Call,
        request: CancelTicketRequest,
    ) -> Result<CancelTicketResponse> {
        let cmd = CancelTicket {
            id: decode::id(&request.ticket_id, "ticket_id", TicketId::parse)?,
            reason: word!(CancelReason, request.reason(), "CANCEL_REASON_", "reason")?,
            note: request.note.clone(),
            by: call.caller.subject.clone(),
            etag: request.etag.clone(),
        };
        let (sealer, scope, caller) = (self.sealer(), call.caller.scope.clone(), call.clone());
        self.kit
            .command(call, &request, move |tx| {
                Box::pin(async move {
                    let view = cancel_ticket::run(tx, &sealer, &scope, cmd).await?;
                    Ok(CancelTicketResponse {
                        ticket: Some(convert::ticket(&caller, &view)),
                    })
                })
            })
            .await
    }

    pub(super) async fn get_ticket(&self, call: &Call, request: GetTicketRequest) -> Result<GetTicketResponse> {
        let name = match decode::optional(&request.ticket_id, "ticket_id", TicketId::parse)? {
            Some(id) => TicketName::Id(id),
            None => TicketName::RegisterNo(request.register_no),
        };
        let view = get_ticket::run(&mut self.read().await?, &self.env.sealer, &call.caller.scope, &name).await?;
        Ok(GetTicketResponse {
            amendments: self.amendments(call, view.ticket.id).await?,
            ticket: Some(convert::ticket(call, &view)),
        })
    }

    pub(super) async fn get_ticket_contact(
        &self,
        call: &Call,
        request: GetTicketContactRequest,
    ) -> Result<GetTicketContactResponse> {
        let id = decode::id(&request.ticket_id, "ticket_id", TicketId::parse)?;
        let mut tx = self.read().await?;
        let (view, contact) = get_ticket::contact(&mut tx, &self.env.sealer, &call.caller.scope, id).await?;
        Ok(GetTicketContactResponse {
            ticket_id: id.to_string(),
            branch_id: view.ticket.branch_id.to_string(),
            customer_id: view.ticket.customer_id.to_string(),
            contact: Some(convert::whole_contact(&contact, view.ticket.zone)),
            need_summary: contact.need,
            serial_number: view.ticket.serial_number,
        })
    }

    pub(super) async fn list_tickets(&self, call: &Call, request: ListTicketsRequest) -> Result<ListTicketsResponse> {
        let filter = self.ticket_filter(call, &request).await?;
        let (size, pages) = (page_size(request.page_size), &self.env.pages);
        let wanted = ListTicketsRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        };
        let before = pages.key(TICKETS, &wanted, &request.page_token)?;
        let mut tx = self.read().await?;
        let found = list_tickets::run(&mut tx, &self.env.sealer, &filter, before, size + 1).await?;
        let key = |view: &TicketView| (view.ticket.opened_at, view.ticket.id);
        let (found, next_page_token) = pages.cut(TICKETS, &wanted, found, size, key)?;
        let tickets = found.iter().map(|view| convert::ticket(call, view)).collect();
        Ok(ListTicketsResponse {
            tickets,
            next_page_token,
        })
    }

    pub(super) async fn ticket_filter(&self, call: &Call, request: &ListTicketsRequest) -> Result<Filter> {
        let mut scope = call.caller.scope.clone();
        if !request.branch_id.is_empty() {
            let book = self.branch(call, &request.branch_id).await?;
            scope = scope.narrow(&[book.id().clone()]);
        }
        let wanted = request.filter.clone().unwrap_or_default();
        // tickets are handed over when they are opened, so none is in the contract's state before
        let known = wanted
            .states()
            .filter_map(|state| TicketState::parse(stored_name(state.as_str_name(), STATE)));
        let states = (!wanted.states.is_empty()).then(|| known.collect());
        let mode = (wanted.mode != 0).then(|| word!(ServiceMode, wanted.mode(), "SERVICE_MODE_", "filter.mode"));
        Ok(Filter {
            scope,
            states,
            open_only: wanted.open_only,
            customer_id: decode::optional(&wanted.customer_id, "filter.customer_id", CustomerId::parse)?,
            asset_id: decode::optional(&wanted.asset_id, "filter.asset_id", AssetId::parse)?,
            mode: mode.transpose()?,
            opened_from: decode::instant(wanted.opened_from.as_ref(), "filter.opened_from")?,
            opened_to: decode::instant(wanted.opened_to.as_ref(), "filter.opened_to")?,
        })
    }

    pub(super) async fn list_register(
        &self,
        call: &Call,
        request: ListRegisterRequest,
    ) -> Result<ListRegisterResponse> {
        let filter = self.register_filter(call, &request).await?;
        let (size, pages) = (page_size(request.page_size), &self.env.pages);
        let wanted = ListRegisterRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        };
        let after = pages.key(REGISTER, &wanted, &request.page_token)?;
        let mut tx = self.read().await?;
        let found = list_register::run(&mut tx, &self.env.sealer, &filter, after, size + 1).await?;
        let position = |view: &TicketView| view.ticket.register.position;
        let (found, next_page_token) = pages.cut(REGISTER, &wanted, found, size, position)?;
        let rows = found.iter().map(|view| convert::register_row(call, view)).collect();
        Ok(ListRegisterResponse { rows, next_page_token })
    }

    pub(super) async fn register_filter(&self, call: &Call, request: &ListRegisterRequest) -> Result<RegisterFilter> {
        let book = self.branch(call, &request.branch_id).await?;
        let state = match request.state() {
            WantedRow::Unspecified => None,
            state => Some(word!(RegisterState, state, "REGISTER_ROW_STATE_", "state")?),
        };
        Ok(RegisterFilter {
            branch_id: book.id().clone(),
            state,
            reported_from: decode::instant(request.reported_from.as_ref(), "reported_from")?,
            reported_to: decode::instant(request.reported_to.as_ref(), "reported_to")?,
        })
    }
}

/// The message with name, address and number of a branch (HOT-10).
fn way_to(call: &Call, place: &Branch) -> String {
    WAY_TO_BRANCH.with(call.locale, |name| match name {
        "name" => Some(place.name.as_str()),
        "address" => Some(place.address.as_str()),
        "phone" => Some(place.phone.as_str()),
        _ => None,
    })
}
