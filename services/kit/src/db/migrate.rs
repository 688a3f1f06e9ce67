//! Migrations: the kit's own tables first, then the service's, from two folders with the same file names.

use std::borrow::Cow;

use sqlx::{
    PgConnection, SqliteConnection,
    migrate::{Migrate, MigrateError, Migrator},
};

use crate::{Error, Result};

static KIT_SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static KIT_POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// The migrations of one service, for both databases. Versions from 1000 up; below are the kit's.
#[derive(Debug, Clone, Copy)]
pub struct Migrations {
    /// For SQLite.
    pub sqlite: &'static Migrator,
    /// For PostgreSQL.
    pub postgres: &'static Migrator,
}

impl Migrations {
    pub(super) async fn run_sqlite(&self, service: &str, conn: &mut SqliteConnection) -> Result<()> {
        run(service, &KIT_SQLITE, self.sqlite, conn).await
    }

    pub(super) async fn run_postgres(&self, service: &str, conn: &mut PgConnection) -> Result<()> {
        run(service, &KIT_POSTGRES, self.postgres, conn).await
    }
}

async fn run<C>(service: &str, kit: &Migrator, own: &Migrator, conn: &mut C) -> Result<()>
where
    C: Migrate,
{
    let all = kit.iter().chain(own.iter()).cloned().collect::<Vec<_>>();
    let migrator = Migrator {
        migrations: Cow::Owned(all),
        ..Migrator::DEFAULT
    };
    let newest = migrator.iter().map(|migration| migration.version).max().unwrap_or(0);
    migrator
        .run_direct(None, conn, false)
        .await
        .map_err(|error| explain(service, newest, error))
}

fn explain(service: &str, newest: i64, error: MigrateError) -> Error {
    let what = match &error {
        MigrateError::VersionMissing(version) if *version > newest => format!(
            "the {service} store has schema {version}, which is newer than this program's {newest}; start the program that made it"
        ),
        MigrateError::VersionMissing(version) => format!(
            "the {service} store has a migration {version} that this program does not know; start the program that made it"
        ),
        MigrateError::VersionMismatch(version) => {
            format!(
                "the {service} store was made by another text of migration {version}; restore it or start its program"
            )
        }
        _ => format!("could not migrate the {service} store"),
    };
    Error::internal_from(what, error)
}
