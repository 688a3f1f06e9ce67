//! The hotline's stored words and the contract's enum values: the same names, the contract's with a prefix.

use aftersales_proto::{common::v1 as common, hotline::v1 as hotline};

/// Enums of the contract that the hotline stores by name.
pub mod contract {
    #[cfg(test)]
    pub use super::hotline::CallEventKind;
    pub use super::{
        common::{CoverageKind, FaultKind, ServiceClass, ServiceMode, Zone},
        hotline::{
            AgentState, AmendedDocument, BookingOrigin, CallCause, CallDirection, CallState, CancelReason,
            ConsentChannel, ConsentGiver, ConsultationKind, ConsultationState, ContactStage, ContactTaskCloseReason,
            ContactTaskState, IntakeChannel, MissedCallOutcome, NeedKind, PartyType, PopKind, ProcessFlow,
            RegisterRowState, ScriptKind, TicketOutcome, TicketState, WrapUpCode,
        },
    };
}

/// The contract's value of a stored word; 0 for a word that the contract does not know.
macro_rules! proto_value {
    ($name:ident, $prefix:literal, $word:expr) => {
        $crate::events::contract::$name::from_str_name(&format!("{}{}", $prefix, $word)).map_or(0, i32::from)
    };
}
pub(crate) use proto_value;

/// The stored name of a contract's value: `SERVICE_MODE_ON_SITE` is `ON_SITE`.
pub fn stored_name<'n>(name: &'n str, prefix: &str) -> &'n str {
    name.strip_prefix(prefix).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use crate::domain::{
        agent::AgentState,
        amendment::Document,
        booking::{BookingOrigin, PartyType},
        call::{CallState, Cause, Direction, WrapUp},
        consultation::{ConsultationKind, ConsultationState},
        contact_task::{CloseReason, ContactTaskState},
        missed::MissedOutcome,
        need::{NeedKind, Stage},
        pop::PopKind,
        process::ProcessFlow,
        quote::{ConsentChannel, ConsentGiver},
        script::ScriptKind,
        session::EventKind,
        ticket::{CancelReason, Outcome, RegisterState, TicketState},
        words::{Channel, CoverageKind, FaultKind, ServiceClass, ServiceMode, Zone},
    };

    macro_rules! all_known {
        ($($own:ident as $name:ident $prefix:literal),+ $(,)?) => {
            $(for word in $own::ALL {
                assert_ne!(proto_value!($name, $prefix, word), 0, "{word} of {}", stringify!($own));
            })+
        };
    }

    #[test]
    fn the_contract_knows_every_stored_word() {
        all_known!(
            Channel as IntakeChannel "INTAKE_CHANNEL_",
            ServiceMode as ServiceMode "SERVICE_MODE_",
            FaultKind as FaultKind "FAULT_KIND_",
            ServiceClass as ServiceClass "SERVICE_CLASS_",
            CoverageKind as CoverageKind "COVERAGE_KIND_",
            Zone as Zone "ZONE_",
            WrapUp as WrapUpCode "WRAP_UP_CODE_",
            CallState as CallState "CALL_STATE_",
            Cause as CallCause "CALL_CAUSE_",
            Direction as CallDirection "CALL_DIRECTION_",
            EventKind as CallEventKind "CALL_EVENT_KIND_",
            AgentState as AgentState "AGENT_STATE_",
            Document as AmendedDocument "AMENDED_DOCUMENT_",
            NeedKind as NeedKind "NEED_KIND_",
            Stage as ContactStage "CONTACT_STAGE_",
            MissedOutcome as MissedCallOutcome "MISSED_CALL_OUTCOME_",
            PopKind as PopKind "POP_KIND_",
            ScriptKind as ScriptKind "SCRIPT_KIND_",
            ConsultationKind as ConsultationKind "CONSULTATION_KIND_",
            ConsultationState as ConsultationState "CONSULTATION_STATE_",
            TicketState as TicketState "TICKET_STATE_",
            Outcome as TicketOutcome "TICKET_OUTCOME_",
            CancelReason as CancelReason "CANCEL_REASON_",
            RegisterState as RegisterRowState "REGISTER_ROW_STATE_",
            BookingOrigin as BookingOrigin "BOOKING_ORIGIN_",
            PartyType as PartyType "PARTY_TYPE_",
            ContactTaskState as ContactTaskState "CONTACT_TASK_STATE_",
            CloseReason as ContactTaskCloseReason "CONTACT_TASK_CLOSE_REASON_",
            ProcessFlow as ProcessFlow "PROCESS_FLOW_",
            ConsentChannel as ConsentChannel "CONSENT_CHANNEL_",
            ConsentGiver as ConsentGiver "CONSENT_GIVER_",
        );
    }
}
