//! Commands of phones that were offline: in order, each as if it came alone.

use std::collections::HashMap;

use aftersales_kit::{Code, Error, Result, batch, rpc::Call, status::to_status};
use aftersales_proto::dispatch::v1::{self as proto, offline_command::Command, offline_service_server::OfflineService};
use aftersales_proto::{Mutation as _, check::reason::ONE_OF_REQUIRED};
use tonic::{Request, Response, Status};

use super::{
    Dispatch,
    reveal::ShowsOrder,
    view::{ISSUE, PREPARATION, SERVICE},
};
use crate::domain::live_reasons::DEPENDS_ON_FAILED;

/// The upload behind the contract.
pub struct Offline(Dispatch);

/// What came of one command.
type Outcome = Result<proto::CommandDone, Box<Status>>;

/// One of the commands: its names and how it is executed.
macro_rules! commands {
    ($($command:ident($service:expr, $method:ident);)+) => {
        fn request_id(command: &Command) -> &str {
            match command {
                $(Command::$command(request) => request.request_id(),)+
            }
        }

        impl Offline {
            /// Executes a command. Fails as a whole where nothing can be said of the command yet.
            async fn execute(&self, call: &Call, command: Command) -> Result<Outcome> {
                match command {
                    $(Command::$command(request) => {
                        let path = format!("/{}/{}", $service, stringify!($command));
                        let inner = match batch::admit(call, &path, &request) {
                            Ok(inner) => inner,
                            Err(status) => return Ok(Err(status)),
                        };
                        settled(&inner, self.0.$method(&inner, request).await)
                    })+
                }
            }
        }
    };
}

commands! {
    LogContact(SERVICE, log_contact);
    PromiseVisit(SERVICE, promise_visit);
    ReportAppointment(SERVICE, report_appointment);
    DeclareNoParts(SERVICE, declare_no_parts);
    Depart(SERVICE, depart);
    Arrive(SERVICE, arrive);
    CompleteVisit(SERVICE, complete_visit);
    ReportCompletion(SERVICE, report_completion);
    ReturnUnreachable(SERVICE, return_unreachable);
    SetPresence(SERVICE, set_presence);
    CreateWorkOrder(ISSUE, create_work_order);
    ConfirmManualRead(PREPARATION, confirm_manual_read);
    RecordExtraConsent(PREPARATION, record_extra_consent);
}

/// The order that a command is about; empty for one about a person.
fn order(command: &Command) -> &str {
    match command {
        Command::LogContact(request) => &request.work_order_id,
        Command::PromiseVisit(request) => &request.work_order_id,
        Command::ReportAppointment(request) => &request.work_order_id,
        Command::DeclareNoParts(request) => &request.work_order_id,
        Command::Depart(request) => &request.work_order_id,
        Command::Arrive(request) => &request.work_order_id,
        Command::CompleteVisit(request) => &request.work_order_id,
        Command::ReportCompletion(request) => &request.work_order_id,
        Command::ReturnUnreachable(request) => &request.work_order_id,
        Command::SetPresence(_) => "",
        Command::CreateWorkOrder(request) => &request.work_order_id,
        Command::ConfirmManualRead(request) => &request.work_order_id,
        Command::RecordExtraConsent(request) => &request.work_order_id,
    }
}

/// An answer or refusal of a command. What may pass by itself is nothing to be remembered: the whole batch is to come
/// again, and what was executed keeps its answer.
fn settled<A: ShowsOrder>(call: &Call, answer: Result<A>) -> Result<Outcome> {
    match answer {
        Ok(mut answer) => Ok(Ok(answer.order().map(|order| done(order)).unwrap_or_default())),
        Err(error) if passes(&error) => Err(error),
        Err(error) => Ok(Err(Box::new(call.status(&error)))),
    }
}

fn passes(error: &Error) -> bool {
    match error {
        Error::Unavailable { .. } => true,
        Error::Refused(refusal) => matches!(refusal.reason.code, Code::Unavailable | Code::ResourceExhausted),
        Error::Internal { .. } => false,
    }
}

fn done(order: &proto::WorkOrder) -> proto::CommandDone {
    proto::CommandDone {
        work_order_id: order.id.clone(),
        state: order.state,
        etag: order.etag.clone(),
    }
}

impl Offline {
    /// Of the service.
    pub const fn new(dispatch: Dispatch) -> Self {
        Self(dispatch)
    }

    async fn upload(&self, call: &Call, commands: Vec<proto::OfflineCommand>) -> Result<proto::UploadCommandsResponse> {
        let mut results = Vec::new();
        // by order, the command that was refused
        let mut failed: HashMap<String, String> = HashMap::new();
        for entry in commands {
            let Some(command) = entry.command else {
                results.push(result("", Err(Box::new(nothing()))));
                continue;
            };
            let (id, order) = (request_id(&command).to_owned(), order(&command).to_owned());
            let outcome = match failed.get(&order) {
                Some(first) => {
                    let refusal = DEPENDS_ON_FAILED.refuse().with("request_id", first);
                    Err(Box::new(to_status(&refusal.into(), call.locale)))
                }
                None => self.execute(call, command).await?,
            };
            if outcome.is_err() && !order.is_empty() {
                failed.entry(order).or_insert_with(|| id.clone());
            }
            results.push(result(&id, outcome));
        }
        Ok(proto::UploadCommandsResponse { results })
    }
}

/// An entry that holds no command that this version knows.
fn nothing() -> Status {
    let fault = aftersales_proto::Violation {
        field: "command".to_owned(),
        reason: ONE_OF_REQUIRED,
        param: Some("command".to_owned()),
    };
    aftersales_kit::violations::render(&[fault])
}

fn result(request_id: &str, outcome: Outcome) -> proto::CommandResult {
    use proto::command_result::Outcome as Told;
    let outcome = match outcome {
        Ok(done) => Told::Done(done),
        Err(status) => Told::Refused(batch::refusal(&status)),
    };
    proto::CommandResult {
        request_id: request_id.to_owned(),
        outcome: Some(outcome),
    }
}

#[tonic::async_trait]
impl OfflineService for Offline {
    async fn upload_commands(
        &self,
        request: Request<proto::UploadCommandsRequest>,
    ) -> Result<Response<proto::UploadCommandsResponse>, Status> {
        let (call, request) = (Call::of(&request), request.into_inner());
        let commands = request.commands.clone();
        let answer = self.0.kit.once(&call, &request, self.upload(&call, commands)).await;
        call.reply(answer)
    }
}
