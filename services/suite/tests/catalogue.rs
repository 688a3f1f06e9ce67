//! The catalogue of error reasons is what the code says, and says everything.

use std::path::Path;

use aftersales::catalogue;
use aftersales_kit::catalogue::faults;

#[test]
fn every_reason_has_its_texts_and_a_name_of_its_own() {
    let lists = aftersales::reasons();
    let found = faults(&lists);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_catalogue_in_the_tree_is_the_one_of_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ERRORS.md");
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == catalogue(),
        "services/ERRORS.md is out of date: cargo run -- errors > services/ERRORS.md"
    );
}
