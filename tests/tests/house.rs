//! The house test: the doors between rooms, and the habits that a reader may rely on in every crate.
//!
//! Each test gathers all that it finds and says where and why; nothing here has a list of exceptions to grow.
#![expect(clippy::unwrap_used, reason = "a source that cannot be read must fail the test")]

use std::collections::BTreeSet;
use std::fmt::Display;
use std::path::Path;

use aftersales_tests::house::{self, SERVICES, Source};

/// The most lines of a file: one idea each.
const LONGEST_FILE: usize = 500;

/// The rooms of a service, beside `lib.rs` and `config.rs`.
const ROOMS: [&str; 7] = ["rpc", "app", "domain", "store", "events", "inbox", "jobs"];

/// What a room never contains.
struct Door {
    room: &'static str,
    words: &'static [&'static str],
    sql: bool,
    because: &'static str,
}

const DOORS: [Door; 7] = [
    Door {
        room: "rpc",
        words: &["sqlx", "Clock"],
        sql: false,
        because: "rpc decodes, calls and encodes: SQL belongs into store, time into app",
    },
    Door {
        room: "inbox",
        words: &["sqlx", "Status"],
        sql: false,
        because: "inbox turns events into use cases",
    },
    Door {
        room: "jobs",
        words: &["sqlx", "Status"],
        sql: false,
        because: "jobs turns due timers into use cases",
    },
    Door {
        room: "app",
        words: &["sqlx", "tonic", "Status"],
        sql: false,
        because: "app knows no transport and no SQL text: rpc and store do",
    },
    Door {
        room: "domain",
        words: &["async", "await", "sqlx", "tonic", "Clock", "clock"],
        sql: false,
        because: "domain decides purely: instants and ids are passed in",
    },
    Door {
        room: "store",
        words: &["tonic", "Status", "Clock"],
        sql: true,
        because: "store holds SQL only: rules and time are passed in",
    },
    Door {
        room: "events",
        words: &["async", "await", "sqlx"],
        sql: false,
        because: "events maps, purely",
    },
];

/// Fails with everything that was found.
fn assert_none(found: &[String]) {
    assert!(found.is_empty(), "{} found:\n{}", found.len(), found.join("\n"));
}

fn at(path: &Path, line: usize, what: impl Display) -> String {
    format!("{}:{line}: {what}", path.display())
}

/// The services that are more than their first placeholder line.
fn started_services() -> Vec<&'static str> {
    let started = |service: &&str| {
        let lib = house::root().join("services").join(service).join("src/lib.rs");
        std::fs::read_to_string(lib).is_ok_and(|text| text.lines().count() > 1)
    };
    SERVICES.into_iter().filter(started).collect()
}

fn is_of_a_service(source: &Source) -> bool {
    source.service().is_some_and(|service| SERVICES.contains(&service))
}

#[test]
fn each_room_uses_only_its_doors() {
    let sources = house::sources().unwrap();
    assert_none(&sources.iter().flat_map(through_wrong_doors).collect::<Vec<_>>());
}

#[test]
fn every_door_is_watched() {
    let text = "use sqlx::Row; use tonic::Status; async fn f(c: Clock) {}\nconst SQL: &str = \"SELECT 1\";";
    let passages = |room: &str| {
        let path = Path::new("services/hotline/src").join(room).join("file.rs");
        through_wrong_doors(&Source::of(&path, text)).len()
    };
    assert_eq!(ROOMS.map(passages), [3, 4, 5, 3, 3, 3, 3]);
    assert_eq!(passages("tests"), 0);
}

fn through_wrong_doors(source: &Source) -> Vec<String> {
    let door = DOORS.iter().find(|door| source.room() == Some(door.room));
    let Some(door) = door.filter(|_| is_of_a_service(source) && source.is_shipped()) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for word in door.words {
        let because = format!("`{word}` in {}: {}", door.room, door.because);
        found.extend(source.lines_with(word).map(|line| at(&source.path, line, &because)));
    }
    if !door.sql {
        let because = format!("SQL text in {}: {}", door.room, door.because);
        found.extend(source.lines_with_sql().map(|line| at(&source.path, line, &because)));
    }
    found
}

#[test]
fn use_cases_know_no_request_messages() {
    let requests = request_messages();
    let mut found = Vec::new();
    for source in house::sources()
        .unwrap()
        .iter()
        .filter(|source| is_of_a_service(source) && source.is_shipped())
    {
        if source.room() == Some("app") {
            for request in &requests {
                let what = format!("`{request}` in app: rpc turns it into a command of the use case");
                found.extend(source.lines_with(request).map(|line| at(&source.path, line, &what)));
            }
        }
    }
    assert_none(&found);
}

/// The names of the messages that an RPC of the contracts takes.
fn request_messages() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for path in house::files("proto").unwrap() {
        let text = std::fs::read_to_string(path).unwrap();
        let methods = text.lines().filter(|line| line.trim_start().starts_with("rpc "));
        names.extend(methods.filter_map(|line| Some(line.split(['(', ')']).nth(1)?.trim().to_owned())));
    }
    names
}

#[test]
fn every_service_has_the_same_rooms() {
    let mut found = Vec::new();
    for service in started_services() {
        let home = Path::new("services").join(service);
        let exists = |path: &Path| house::root().join(&home).join(path).exists();
        for room in ROOMS {
            let file = Path::new("src").join(room).with_extension("rs");
            let directory = Path::new("src").join(room).join("mod.rs");
            if !exists(&file) && !exists(&directory) {
                found.push(format!("{}: the room {room} is missing", home.display()));
            }
        }
        for database in ["sqlite", "postgres"] {
            let migrations = Path::new("migrations").join(database);
            if !exists(&migrations) {
                found.push(format!("{}: {} is missing", home.display(), migrations.display()));
            }
        }
    }
    assert_none(&found);
}

#[test]
fn both_databases_have_the_same_migration_files() {
    let mut found = Vec::new();
    for service in started_services().into_iter().chain(["kit"]) {
        let migrations = house::root().join("services").join(service).join("migrations");
        let (sqlite, postgres) = (names(&migrations.join("sqlite")), names(&migrations.join("postgres")));
        for name in sqlite.symmetric_difference(&postgres) {
            found.push(format!(
                "services/{service}/migrations: {name} is there for one database only"
            ));
        }
    }
    assert_none(&found);
}

fn names(directory: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(directory).into_iter().flatten();
    entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect()
}

#[test]
fn services_depend_on_contracts_never_on_each_other() {
    let mut found = Vec::new();
    let crates: Vec<String> = SERVICES.iter().map(|service| format!("aftersales-{service}")).collect();
    let free = ["services/suite/Cargo.toml", "tests/Cargo.toml"];
    for manifest in house::manifests().unwrap() {
        if free.iter().any(|path| manifest.path == Path::new(path)) {
            continue;
        }
        for dependency in manifest
            .dependencies
            .iter()
            .filter(|dependency| crates.contains(&dependency.name))
        {
            found.push(format!(
                "{}: depends on the crate {}",
                manifest.path.display(),
                dependency.name
            ));
        }
    }
    assert_none(&found);
}

#[test]
fn versions_and_lints_stand_in_the_workspace_root_only() {
    let mut found = Vec::new();
    for manifest in house::manifests().unwrap() {
        let path = manifest.path.display();
        for dependency in manifest
            .dependencies
            .iter()
            .filter(|dependency| !dependency.is_inherited())
        {
            found.push(format!(
                "{path}: {} does not take the workspace's version",
                dependency.name
            ));
        }
        if !manifest.inherits_lints {
            found.push(format!("{path}: [lints] workspace = true is missing"));
        }
    }
    assert_none(&found);
}

#[test]
fn every_dependency_has_its_reason_beside_it() {
    let root = house::Manifest::read(&house::root().join("Cargo.toml")).unwrap();
    let bare = root
        .dependencies
        .iter()
        .filter(|dependency| !dependency.is_our_own() && !dependency.has_a_reason());
    assert_none(
        &bare
            .map(|dependency| format!("Cargo.toml: {} has no reason", dependency.name))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn a_file_is_one_idea() {
    let sources = house::sources().unwrap();
    let long = sources.iter().filter(|source| source.lines > LONGEST_FILE);
    assert_none(
        &long
            .map(|source| at(&source.path, source.lines, "too long"))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn nothing_unfinished_lands() {
    let mut found = Vec::new();
    for source in house::sources().unwrap() {
        for comment in &source.all.comments {
            let left = ["TODO", "FIXME", "XXX"]
                .iter()
                .find(|mark| comment.text.contains(**mark));
            found.extend(left.map(|mark| at(&source.path, comment.line, mark)));
        }
        for macro_name in ["todo", "unimplemented"] {
            let call = format!("{macro_name}!(");
            found.extend(
                source
                    .lines_where(|line| line.contains(&call))
                    .map(|line| at(&source.path, line, macro_name)),
            );
        }
    }
    assert_none(&found);
}

#[test]
fn lints_are_expected_with_a_reason_and_no_test_is_ignored() {
    let mut found = Vec::new();
    for source in house::sources().unwrap() {
        // what generated code needs changes with the generator, so it cannot be expected
        let holds_generated_code = source.all.code.contains("include!(");
        for (number, line) in source.all.code.lines().enumerate() {
            if !holds_generated_code && (line.contains("#[allow(") || line.contains("#![allow(")) {
                found.push(at(&source.path, number + 1, "write #[expect(…, reason = …)]"));
            }
            if line.contains("#[ignore") {
                found.push(at(&source.path, number + 1, "an ignored test proves nothing"));
            }
        }
    }
    assert_none(&found);
}

#[test]
fn transactions_and_statuses_are_made_in_one_place() {
    let mut found = Vec::new();
    for source in house::sources().unwrap().iter().filter(|source| source.is_shipped()) {
        if !source.path.starts_with("services/kit/src/db") {
            let opens = source.lines_where(|line| line.contains(".begin()") || line.contains(".begin_with("));
            found.extend(opens.map(|line| at(&source.path, line, "only kit::db opens transactions")));
        }
        if is_of_a_service(source) {
            let makes = source.lines_where(makes_a_status);
            found.extend(makes.map(|line| at(&source.path, line, "only kit::status makes a tonic::Status")));
        }
    }
    assert_none(&found);
}

/// Whether a constructor of `tonic::Status` (all are lower case) is called on the line.
fn makes_a_status(line: &str) -> bool {
    let mut calls = line.match_indices("Status::");
    calls.any(|(at, name)| {
        let whole_word = !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        whole_word && line[at + name.len()..].starts_with(|c: char| c.is_lowercase())
    })
}
