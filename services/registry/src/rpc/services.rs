//! The registry's other gRPC services: each method forwards to its handler in this room.

use aftersales_proto::registry::v1::{
    self as proto, directory_service_server::DirectoryService, dossier_service_server::DossierService,
    governance_service_server::GovernanceService, issue_note_service_server::IssueNoteService,
    law_service_server::LawService, roster_service_server::RosterService, standards_service_server::StandardsService,
};

use super::Registry;

aftersales_kit::forward! { RosterService for Registry {
    put_staff_day(PutStaffDayRequest) -> PutStaffDayResponse;
    clear_staff_day(ClearStaffDayRequest) -> ClearStaffDayResponse;
    copy_week(CopyWeekRequest) -> CopyWeekResponse;
    list_roster(ListRosterRequest) -> ListRosterResponse;
    request_leave(RequestLeaveRequest) -> RequestLeaveResponse;
    decide_leave(DecideLeaveRequest) -> DecideLeaveResponse;
    list_leave(ListLeaveRequest) -> ListLeaveResponse;
    sign_in(SignInRequest) -> SignInResponse;
    list_attendance(ListAttendanceRequest) -> ListAttendanceResponse;
    get_capacity(GetCapacityRequest) -> GetCapacityResponse;
} }

aftersales_kit::forward! { GovernanceService for Registry {
    find_approvers(FindApproversRequest) -> FindApproversResponse;
    put_approval_rule(PutApprovalRuleRequest) -> PutApprovalRuleResponse;
    list_approval_rules(ListApprovalRulesRequest) -> ListApprovalRulesResponse;
} }

aftersales_kit::forward! { StandardsService for Registry {
    put_checklist(PutChecklistRequest) -> PutChecklistResponse;
    get_checklist(GetChecklistRequest) -> GetChecklistResponse;
    list_checklists(ListChecklistsRequest) -> ListChecklistsResponse;
    record_inspection(RecordInspectionRequest) -> RecordInspectionResponse;
    list_inspections(ListInspectionsRequest) -> ListInspectionsResponse;
    put_indicator(PutIndicatorRequest) -> PutIndicatorResponse;
    list_indicators(ListIndicatorsRequest) -> ListIndicatorsResponse;
    record_training(RecordTrainingRequest) -> RecordTrainingResponse;
    list_trainings(ListTrainingsRequest) -> ListTrainingsResponse;
} }

aftersales_kit::forward! { IssueNoteService for Registry {
    file_issue_note(FileIssueNoteRequest) -> FileIssueNoteResponse;
    handle_issue_note(HandleIssueNoteRequest) -> HandleIssueNoteResponse;
    annotate_issue_note(AnnotateIssueNoteRequest) -> AnnotateIssueNoteResponse;
    list_issue_notes(ListIssueNotesRequest) -> ListIssueNotesResponse;
} }

aftersales_kit::forward! { DirectoryService for Registry {
    list_roles(ListRolesRequest) -> ListRolesResponse;
    put_team(PutTeamRequest) -> PutTeamResponse;
    list_teams(ListTeamsRequest) -> ListTeamsResponse;
    list_branch_history(ListBranchHistoryRequest) -> ListBranchHistoryResponse;
} }

aftersales_kit::forward! { DossierService for Registry {
    get_dossier(GetDossierRequest) -> GetDossierResponse;
    put_coverage(PutCoverageRequest) -> PutCoverageResponse;
    add_dossier_document(AddDossierDocumentRequest) -> AddDossierDocumentResponse;
    issue_dossier_voucher(IssueDossierVoucherRequest) -> IssueDossierVoucherResponse;
    record_exchange(RecordExchangeRequest) -> RecordExchangeResponse;
    archive_customer(ArchiveCustomerRequest) -> ArchiveCustomerResponse;
    reopen_customer(ReopenCustomerRequest) -> ReopenCustomerResponse;
} }

aftersales_kit::forward! { LawService for Registry {
    put_law_rule(PutLawRuleRequest) -> PutLawRuleResponse;
    list_law_rules(ListLawRulesRequest) -> ListLawRulesResponse;
} }
