//! What the periods of assets rest on: rules of law, exchanges and repairs, as known at an instant (LAW-04).

use aftersales_kit::{Result, db::Tx, id::AssetId, time::Timestamp};

use super::{check_entitlement::unreckonable, load_book::Book};
use crate::{
    domain::{
        asset::{Asset, Terms},
        dossier::Exchange,
        law::{Law, LawRule},
        repair::{Episode, stays},
    },
    store::{coverages, law_rules, repairs},
};

/// Terms of one asset.
///
/// # Errors
/// `INSTANT_NOT_RECKONABLE`.
pub async fn one(tx: &mut Tx, book: &Book, asset: &Asset, at: Timestamp) -> Result<Terms> {
    let terms = many(tx, book, std::slice::from_ref(asset), at).await?;
    Ok(terms.into_iter().next().unwrap_or_default())
}

/// Terms of assets of one branch, in their order.
///
/// # Errors
/// `INSTANT_NOT_RECKONABLE`.
pub async fn many(tx: &mut Tx, book: &Book, assets: &[Asset], at: Timestamp) -> Result<Vec<Terms>> {
    let ids: Vec<AssetId> = assets.iter().map(|asset| asset.id).collect();
    let rules = law_rules::versions(tx).await?;
    let exchanges = coverages::exchanges(tx, &ids).await?;
    let episodes = repairs::of_assets(tx, &ids).await?;
    assets
        .iter()
        .map(|asset| of(asset, book, (&rules, &exchanges, &episodes), at))
        .collect()
}

fn of(
    asset: &Asset,
    book: &Book,
    (rules, exchanges, episodes): (&[LawRule], &[Exchange], &[Episode]),
    at: Timestamp,
) -> Result<Terms> {
    let (on, zone) = (book.reckoning.date_of(at)?, book.reckoning.calendar().zone());
    let exchange = exchanges
        .iter()
        .rfind(|exchange| exchange.asset == asset.id && exchange.date <= on);
    let since = match exchange {
        Some(exchange) => zone.end_of(exchange.date).map_err(unreckonable)?,
        None => Timestamp::MIN,
    };
    let counts = |episode: &&Episode| {
        let own = episode.asset == asset.id && !episode.cancelled && !episode.third_party;
        own && since <= episode.opened_at && episode.opened_at <= at
    };
    let episodes: Vec<Episode> = episodes.iter().filter(counts).cloned().collect();
    Ok(Terms {
        law: Law::of(rules, &asset.product.product_line, on),
        exchange: exchange.cloned(),
        stays: stays(&episodes, at, zone).map_err(unreckonable)?,
        episodes,
    })
}
