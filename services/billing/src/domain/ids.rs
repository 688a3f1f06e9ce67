//! Identifiers of this service.

aftersales_kit::id!(
    /// A published price list (价目单).
    PriceListId, "price list id"
);
aftersales_kit::id!(
    /// A recorded charge.
    ChargeId, "charge id"
);
