//! Every service's two folders of migrations make the same schema: tables, columns, kinds, nullability, indexes.
#![expect(clippy::unwrap_used, reason = "a test that cannot run must fail")]

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use aftersales_kit::testing::{fresh_postgres, scratch_dir};
use sqlx::{
    ConnectOptions as _, Connection as _, PgConnection, SqliteConnection, migrate::Migrator,
    sqlite::SqliteConnectOptions,
};

/// A column: what SQLite stores in it, and whether it may be null.
type Columns = BTreeMap<String, (String, bool)>;
/// An index: its columns in order, and whether it is unique.
type Indexes = BTreeMap<String, (Vec<String>, bool)>;

/// A table as both databases describe it. The indexes of keys and constraints have other names on each, so they are
/// compared by their columns only.
#[derive(Debug, Default, PartialEq, Eq)]
struct Table {
    columns: Columns,
    indexes: Indexes,
    keys: Vec<Vec<String>>,
}

type Schema = BTreeMap<String, Table>;

/// The migration folders of the kit and of every service that has them.
fn folders() -> Vec<PathBuf> {
    let services = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned();
    let crates = std::fs::read_dir(services)
        .unwrap()
        .map(|entry| entry.unwrap().path().join("migrations"));
    let mut folders: Vec<PathBuf> = crates.filter(|folder| folder.is_dir()).collect();
    folders.sort();
    assert!(!folders.is_empty());
    folders
}

fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// How SQLite stores what PostgreSQL calls so.
fn stored_as(kind: &str) -> &str {
    match kind {
        "bigint" | "boolean" | "timestamp with time zone" => "INTEGER",
        "uuid" | "bytea" => "BLOB",
        "text" => "TEXT",
        other => other,
    }
}

#[test]
fn both_folders_have_the_same_files() {
    for folder in folders() {
        let sqlite = files(&folder.join("sqlite"));
        assert_eq!(sqlite, files(&folder.join("postgres")), "{}", folder.display());
        let kit = folder.parent().unwrap().ends_with("kit");
        for name in sqlite {
            let version: i64 = name.split('_').next().unwrap().parse().unwrap();
            assert_eq!(
                version < 1000,
                kit,
                "{}: {name} (below 1000 is the kit's)",
                folder.display()
            );
        }
    }
}

#[tokio::test]
async fn both_folders_make_the_same_schema() {
    for folder in folders() {
        let (sqlite, postgres) = (on_sqlite(&folder).await, on_postgres(&folder).await);
        let names = |schema: &Schema| schema.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&sqlite), names(&postgres), "tables of {}", folder.display());
        for (name, table) in &sqlite {
            assert_eq!(
                table,
                &postgres[name],
                "table {name} of {} (SQLite first)",
                folder.display()
            );
        }
    }
}

async fn on_sqlite(folder: &Path) -> Schema {
    const TABLES: &str = "
        SELECT name
        FROM sqlite_schema
        WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name <> '_sqlx_migrations'";
    const COLUMNS: &str = "SELECT name, type, \"notnull\" = 0 FROM pragma_table_info($1)";
    let dir = scratch_dir();
    let options = SqliteConnectOptions::new()
        .filename(dir.path().join("a.db"))
        .create_if_missing(true);
    let mut conn = options.connect().await.unwrap();
    let migrator = Migrator::new(folder.join("sqlite")).await.unwrap();
    migrator.run(&mut conn).await.unwrap();
    let tables: Vec<String> = sqlx::query_scalar(TABLES).fetch_all(&mut conn).await.unwrap();
    let mut schema = Schema::new();
    for name in tables {
        let columns = sqlx::query_as(COLUMNS).bind(&name).fetch_all(&mut conn).await;
        let columns: Vec<(String, String, bool)> = columns.unwrap();
        let mut table = Table {
            columns: columns
                .into_iter()
                .map(|(name, kind, null)| (name, (kind, null)))
                .collect(),
            ..Table::default()
        };
        sqlite_indexes(&mut conn, &name, &mut table).await;
        schema.insert(name, table);
    }
    schema
}

async fn sqlite_indexes(conn: &mut SqliteConnection, name: &str, table: &mut Table) {
    const INDEXES: &str = "SELECT name, \"unique\" = 1, origin FROM pragma_index_list($1)";
    const COLUMNS: &str = "SELECT COALESCE(name, '(expression)') FROM pragma_index_info($1) ORDER BY seqno";
    const ROWID: &str = "SELECT name FROM pragma_table_info($1) WHERE pk > 0 AND type = 'INTEGER'";
    let indexes = sqlx::query_as(INDEXES).bind(name).fetch_all(&mut *conn).await;
    let indexes: Vec<(String, bool, String)> = indexes.unwrap();
    let primary = indexes.iter().any(|(_, _, origin)| origin == "pk");
    for (index, unique, origin) in indexes {
        let columns = sqlx::query_scalar(COLUMNS).bind(&index).fetch_all(&mut *conn).await;
        let columns: Vec<String> = columns.unwrap();
        if origin == "c" {
            table.indexes.insert(index, (columns, unique));
        } else {
            table.keys.push(columns);
        }
    }
    // an integer primary key is the row's own number and needs no index
    if !primary {
        let key = sqlx::query_scalar(ROWID).bind(name).fetch_all(&mut *conn).await;
        let key: Vec<String> = key.unwrap();
        table.keys.extend((!key.is_empty()).then_some(key));
    }
    table.keys.sort();
}

async fn on_postgres(folder: &Path) -> Schema {
    const COLUMNS: &str = "
        SELECT table_name::text, column_name::text, data_type::text, is_nullable = 'YES'
        FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name <> '_sqlx_migrations'";
    let db = fresh_postgres("parity").await;
    let mut conn = PgConnection::connect(&db.url("parity")).await.unwrap();
    let migrator = Migrator::new(folder.join("postgres")).await.unwrap();
    migrator.run(&mut conn).await.unwrap();
    let mut schema = Schema::new();
    let columns: Vec<(String, String, String, bool)> = sqlx::query_as(COLUMNS).fetch_all(&mut conn).await.unwrap();
    for (table, column, kind, nullable) in columns {
        let columns = &mut schema.entry(table).or_default().columns;
        columns.insert(column, (stored_as(&kind).to_owned(), nullable));
    }
    postgres_indexes(&mut conn, &mut schema).await;
    schema
}

async fn postgres_indexes(conn: &mut PgConnection, schema: &mut Schema) {
    const SQL: &str = "
        SELECT
            relation.relname::text, index.relname::text, entry.indisunique, owner.conname IS NOT NULL,
            ARRAY(
                SELECT COALESCE(field.attname::text, '(expression)')
                FROM generate_series(1, entry.indnkeyatts) AS place
                LEFT JOIN pg_attribute AS field
                    ON field.attrelid = entry.indrelid AND field.attnum = entry.indkey[place - 1] AND field.attnum > 0
                ORDER BY place
            )
        FROM pg_index AS entry
        JOIN pg_class AS relation ON relation.oid = entry.indrelid
        JOIN pg_class AS index ON index.oid = entry.indexrelid
        LEFT JOIN pg_constraint AS owner ON owner.conindid = entry.indexrelid AND owner.contype IN ('p', 'u')
        WHERE relation.relnamespace = 'public'::regnamespace AND relation.relname <> '_sqlx_migrations'";
    let indexes = sqlx::query_as(SQL).fetch_all(conn).await;
    let indexes: Vec<(String, String, bool, bool, Vec<String>)> = indexes.unwrap();
    for (table, index, unique, of_key, columns) in indexes {
        let table = schema.entry(table).or_default();
        if of_key {
            table.keys.push(columns);
        } else {
            table.indexes.insert(index, (columns, unique));
        }
    }
    schema.values_mut().for_each(|table| table.keys.sort());
}
