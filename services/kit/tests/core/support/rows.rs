//! What the probe has written, and what it should stumble over.

use aftersales_kit::{Error, Result, db::Tx, exec, fetch_all, fetch_optional, service::Kit, time::Timestamp};

use super::{PATIENCE, act};

/// Puts a row that may be there once only.
pub async fn put(tx: &mut Tx, name: &str, value: i64) -> Result<()> {
    exec!(tx, "INSERT INTO probe (name, value) VALUES ($1, $2)", name, value)?;
    Ok(())
}

/// The value of a row.
pub async fn value(kit: &Kit, name: &str) -> Option<i64> {
    let mut tx = kit.read().await.unwrap();
    fetch_optional!(&mut tx, (i64,), "SELECT value FROM probe WHERE name = $1", name)
        .unwrap()
        .map(|(value,)| value)
}

/// Notes that something happened now.
pub async fn note(tx: &mut Tx, what: &str) -> Result<()> {
    let now = tx.now();
    exec!(tx, "INSERT INTO happened (what, at) VALUES ($1, $2)", what, now)?;
    Ok(())
}

/// What happened, in order, with when.
pub async fn happened(kit: &Kit) -> Vec<(String, Timestamp)> {
    let mut tx = kit.read().await.unwrap();
    fetch_all!(
        &mut tx,
        (String, Timestamp),
        "SELECT what, at FROM happened ORDER BY id"
    )
    .unwrap()
}

/// What happened, in order.
pub async fn names(kit: &Kit) -> Vec<String> {
    happened(kit).await.into_iter().map(|(what, _)| what).collect()
}

/// Lets whatever is named so fail from now on: `refused`, `absent` (transiently), or `panic`.
pub async fn set_fault(kit: &Kit, name: &'static str, kind: &'static str) {
    act(kit, move |tx| {
        Box::pin(async move {
            exec!(tx, "INSERT INTO fault (name, kind) VALUES ($1, $2)", name, kind)?;
            Ok(())
        })
    })
    .await;
}

/// Lets it work again.
pub async fn mend(kit: &Kit, name: &'static str) {
    act(kit, move |tx| {
        Box::pin(async move {
            exec!(tx, "DELETE FROM fault WHERE name = $1", name)?;
            Ok(())
        })
    })
    .await;
}

/// Fails as the table `fault` says.
pub async fn stumble(tx: &mut Tx, name: &str) -> Result<()> {
    let row = fetch_optional!(tx, (String,), "SELECT kind FROM fault WHERE name = $1", name)?;
    match row.as_ref().map(|(kind,)| kind.as_str()) {
        None => Ok(()),
        Some("absent") => Err(Error::unavailable("probe", "on purpose")),
        Some("panic") => panic!("on purpose"),
        Some(_) => Err(Error::internal("on purpose")),
    }
}

/// Waits until `done` holds; the database is asked again and again, without sleeping in between.
pub async fn until(what: &str, mut done: impl AsyncFnMut() -> bool) {
    let waiting = async {
        while !done().await {
            tokio::task::yield_now().await;
        }
    };
    assert!(
        tokio::time::timeout(PATIENCE, waiting).await.is_ok(),
        "waited in vain: {what}"
    );
}
