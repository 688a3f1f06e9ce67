//! The command line.

use std::{path::PathBuf, process::ExitCode};

use aftersales_kit::{
    auth::Role,
    config::{Config, Loader},
};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::{demo, errors, operate, tail};

/// After-sales back end: hotline, dispatch, reception, parts, billing, callback and registry.
#[derive(Debug, Parser)]
#[command(name = "aftersales", version)]
struct Cli {
    /// Configuration file (TOML). `config print-default` prints one with every key.
    #[arg(long, global = true, env = "AFTERSALES_CONFIG")]
    config: Option<PathBuf>,
    /// Directory for SQLite files and keys; made when it is missing.
    #[arg(long, global = true)]
    data_dir: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve until Ctrl-C.
    Serve(ServeArgs),
    /// Serve, load two branches and play a hotline call up to a satisfied customer.
    Demo(DemoArgs),
    /// Bring the stores up to date and end.
    Migrate,
    /// Tokens for callers.
    #[command(subcommand)]
    Token(TokenCommand),
    /// Events of a running server.
    #[command(subcommand)]
    Events(EventsCommand),
    /// The configuration.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Print the catalogue of error reasons as Markdown.
    Errors,
}

#[derive(Debug, Args)]
struct ServeArgs {
    /// Address and port; port 0 takes a free one.
    #[arg(long)]
    listen: Option<String>,
    /// Where the time comes from.
    #[arg(long)]
    clock: Option<ClockArg>,
    /// Allow a clock that is set by RPC. Never where real work is done.
    #[arg(long)]
    allow_manual_clock: bool,
    /// Instant at which a manual clock starts (RFC 3339).
    #[arg(long)]
    clock_start: Option<String>,
    /// The services to run, separated by commas; all when missing.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Load the demonstration's two branches, customers, parts and prices, where they are not there yet.
    #[arg(long, conflicts_with = "only")]
    demo_data: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ClockArg {
    System,
    Manual,
}

#[derive(Debug, Args)]
struct DemoArgs {
    /// Address and port; port 0 takes a free one.
    #[arg(long)]
    listen: Option<String>,
    /// End after the story instead of serving on; the status is 0 when every expectation held.
    #[arg(long)]
    exit: bool,
}

#[derive(Debug, Subcommand)]
enum TokenCommand {
    /// Print a token that this data directory's server accepts.
    Issue(TokenArgs),
}

/// What a token says.
#[derive(Debug, Args)]
pub(crate) struct TokenArgs {
    /// Role, such as hotline, coordinator or head-office; several times for several.
    #[arg(long, required = true)]
    pub(crate) role: Vec<String>,
    /// Branch, such as BJ01, or `*` for every branch; several times for several.
    #[arg(long, required = true)]
    pub(crate) branch: Vec<String>,
    /// Who: a staff code such as H1, or a program's name.
    #[arg(long)]
    pub(crate) subject: String,
    /// Hours until it ends.
    #[arg(long, default_value_t = 12)]
    pub(crate) hours: u32,
}

#[derive(Debug, Subcommand)]
enum EventsCommand {
    /// Print a service's events as JSON lines, and go on as they come.
    Tail(TailArgs),
}

/// Which events to print.
#[derive(Debug, Args)]
pub(crate) struct TailArgs {
    /// The service, such as hotline.
    #[arg(long)]
    pub(crate) service: String,
    /// Print what comes after this number.
    #[arg(long, default_value_t = 0)]
    pub(crate) after: u64,
    /// Where the server listens; the configured address when missing.
    #[arg(long)]
    pub(crate) address: Option<String>,
    /// Token to show; without one, the data directory's key signs one for head office.
    #[arg(long, env = "AFTERSALES_TOKEN", hide_env_values = true)]
    pub(crate) token: Option<String>,
    /// End after so many events.
    #[arg(long)]
    pub(crate) limit: Option<u64>,
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Print the commented default configuration.
    PrintDefault,
}

/// Runs the command line; errors go to standard error with what to do about them.
pub async fn run() -> ExitCode {
    match execute(Cli::parse()).await {
        Ok(code) => code,
        Err(error) => {
            operate::complain(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

async fn execute(cli: Cli) -> anyhow::Result<ExitCode> {
    let mut loader = Loader::new().file(cli.config.as_deref()).environment(std::env::vars());
    if let Some(dir) = &cli.data_dir {
        loader = loader.set("data_dir", dir.display().to_string());
    }
    match cli.command {
        Command::Serve(args) => {
            let demo_data = args.demo_data;
            operate::serve(&serve_config(loader, args)?, demo_data).await
        }
        Command::Demo(args) => {
            if let Some(listen) = args.listen {
                loader = loader.set("listen", listen);
            }
            demo::run(demo_config(loader)?, args.exit).await
        }
        Command::Migrate => operate::migrate(&loader.load()?).await,
        Command::Token(TokenCommand::Issue(args)) => operate::issue_token(&loader.load()?, &args),
        Command::Events(EventsCommand::Tail(args)) => tail::run(&loader.load()?, &args).await,
        Command::Config(ConfigCommand::PrintDefault) => operate::print(aftersales_kit::config::print_default()),
        Command::Errors => operate::print(&errors::catalogue()),
    }
}

fn serve_config(mut loader: Loader, args: ServeArgs) -> anyhow::Result<Config> {
    if let Some(listen) = args.listen {
        loader = loader.set("listen", listen);
    }
    if let Some(clock) = args.clock {
        let mode = match clock {
            ClockArg::System => "system",
            ClockArg::Manual => "manual",
        };
        loader = loader.set("clock.mode", mode);
    }
    if args.allow_manual_clock {
        loader = loader.set("clock.allow_manual", true);
    }
    if let Some(start) = args.clock_start {
        loader = loader.set("clock.start", start);
    }
    if !args.only.is_empty() {
        loader = loader.set("only", args.only);
    }
    Ok(loader.load()?)
}

/// The demonstration moves its own clock.
fn demo_config(loader: Loader) -> anyhow::Result<Config> {
    let loader = loader
        .set("clock.mode", "manual")
        .set("clock.allow_manual", true)
        .set("clock.start", demo::START);
    Ok(loader.load()?)
}

/// A role from its name on the command line.
pub(crate) fn role(name: &str) -> anyhow::Result<Role> {
    let wanted = format!("ROLE_{}", name.to_ascii_uppercase().replace('-', "_"));
    match Role::from_str_name(&wanted) {
        Some(role) if role != Role::Unspecified => Ok(role),
        Some(_) | None => anyhow::bail!(
            "there is no role named {name}; for example: hotline, coordinator, technician, chief, head-office, admin"
        ),
    }
}
