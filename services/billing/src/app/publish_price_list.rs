//! Publishes a price list; the one before ends where it begins (BIL-04).

use aftersales_kit::{Result, db::Tx, id::BranchId};

use crate::{
    domain::{
        ids::PriceListId,
        price_list::{PriceItem, PriceList, Validity, check, make_room},
    },
    events,
    store::price_lists,
};

/// A list to be published.
pub struct Publication {
    /// Branch, one of the caller's; none for all.
    pub branch: Option<BranchId>,
    /// When it holds.
    pub validity: Validity,
    /// Items.
    pub items: Vec<PriceItem>,
    /// Staff code.
    pub by: String,
}

/// The list as published, items by code.
///
/// # Errors
/// `VALIDITY_ORDER`, `ITEM_CODE_TWICE`, `CURRENCY_MIXED`, `PRICE_LIST_OVERLAP`.
pub async fn run(tx: &mut Tx, publication: Publication) -> Result<PriceList> {
    let Publication {
        branch,
        validity,
        mut items,
        by,
    } = publication;
    check(validity, &items)?;
    let version = price_lists::next_version(tx, branch.as_ref()).await?;
    let others = price_lists::ending_after(tx, branch.as_ref(), validity.from).await?;
    if let Some(before) = make_room(validity, &others)? {
        price_lists::end(tx, before, validity.from).await?;
    }
    items.sort_by(|a, b| a.code.cmp(&b.code));
    let list = PriceList {
        id: PriceListId::new(),
        branch,
        version,
        validity,
        items,
        published_by: by,
        published_at: tx.now(),
        record_version: 1,
    };
    price_lists::insert(tx, &list).await?;
    tx.emit(events::price_list_published(&list));
    Ok(list)
}
