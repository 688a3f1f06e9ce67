//! Identifiers of this service.

aftersales_kit::id!(
    /// A request for the parts of a work order.
    PartsRequestId, "parts request id"
);
aftersales_kit::id!(
    /// A line of a request.
    LineId, "line id"
);
aftersales_kit::id!(
    /// A line of the stock ledger.
    MovementId, "movement id"
);
