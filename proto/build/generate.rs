//! One run of the generator: contracts in, Rust files out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use prost_reflect::{DescriptorPool, MessageDescriptor, ServiceDescriptor};
use tonic_prost_build::Config;

use crate::Result;
use crate::{access, checks, debugs};

/// Compiles every `.proto` file under `folder`; imports are looked up in `roots`. Writes to `out`:
/// `<package>.rs`, `descriptor.bin`, `modules.rs`, `checks.rs`, `mutations.rs`, `debugs.rs` and `methods.rs`.
pub fn generate(roots: &[&str], folder: &str, out: &Path) -> Result<()> {
    fs::create_dir_all(out)?;
    let mut compiler = protox::Compiler::new(roots)?;
    compiler
        .include_imports(true)
        .include_source_info(true)
        .open_files(files_under(Path::new(folder))?)?;
    let contracts = Contracts::of(&compiler);
    let debugs = debugs::Debugs::of(&contracts);

    let mut config = Config::new();
    config
        .enable_type_names()
        .type_name_domain(["."], "type.googleapis.com");
    tonic_prost_build::configure()
        .bytes(".")
        .btree_map(".")
        .codec_path("crate::codec::CheckedCodec")
        .skip_debug(debugs.skipped())
        .out_dir(out)
        .compile_fds_with_config(compiler.file_descriptor_set(), config)?;

    let descriptor = compiler.include_source_info(false).encode_file_descriptor_set();
    fs::write(out.join("descriptor.bin"), descriptor)?;
    fs::write(out.join("modules.rs"), modules(&contracts)?)?;
    fs::write(out.join("checks.rs"), checks::checks(&contracts)?)?;
    fs::write(out.join("mutations.rs"), checks::mutations(&contracts))?;
    fs::write(out.join("debugs.rs"), debugs.code(&contracts))?;
    fs::write(out.join("methods.rs"), access::methods(&contracts)?)?;
    Ok(())
}

/// The contracts that code is written for: what was compiled, without its imports.
pub struct Contracts {
    /// Everything that was compiled, imports too.
    pub pool: DescriptorPool,
    packages: BTreeSet<String>,
}

impl Contracts {
    /// What the compiler was told to open.
    pub fn of(compiler: &protox::Compiler) -> Self {
        let pool = compiler.descriptor_pool();
        let opened = compiler
            .files()
            .filter(|file| !file.is_import())
            .filter_map(|file| pool.get_file_by_name(file.name()));
        let packages = opened.map(|file| file.package_name().to_owned()).collect();
        Self { pool, packages }
    }

    /// Their messages, nested ones too.
    pub fn messages(&self) -> Vec<MessageDescriptor> {
        let all = self.pool.all_messages().filter(|message| !message.is_map_entry());
        all.filter(|message| self.packages.contains(message.package_name()))
            .collect()
    }

    /// Their services.
    pub fn services(&self) -> Vec<ServiceDescriptor> {
        self.pool
            .services()
            .filter(|service| self.packages.contains(service.package_name()))
            .collect()
    }
}

fn files_under(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files_under(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "proto") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

const LINTS_OFF: &str = "#[allow(warnings, missing_docs, unreachable_pub, clippy::all, clippy::pedantic, \
     clippy::nursery, clippy::unwrap_used, clippy::expect_used, clippy::todo, clippy::unimplemented, rustdoc::all)]";

/// The module tree, `pub mod hotline { pub mod v1 { .. } }` for each package.
fn modules(contracts: &Contracts) -> Result<String> {
    let mut tree: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in contracts
        .pool
        .files()
        .filter(|file| contracts.packages.contains(file.package_name()))
    {
        let package = file.package_name();
        let parts: Vec<&str> = package.split('.').collect();
        let [_, name, version] = parts.as_slice() else {
            return Err(format!("{}: package {package} is not aftersales.<name>.<version>", file.name()).into());
        };
        if file.messages().len() + file.enums().len() + file.services().len() > 0 {
            tree.entry((*name).to_owned())
                .or_default()
                .insert((*version).to_owned());
        }
    }
    let mut code = String::new();
    for (name, versions) in tree {
        writeln!(code, "/// Contracts of `aftersales.{name}`.\npub mod {name} {{")?;
        for version in versions {
            writeln!(
                code,
                "    /// Package `aftersales.{name}.{version}`.\n    {LINTS_OFF}\n    pub mod {version} {{"
            )?;
            writeln!(
                code,
                "        include!(concat!(env!(\"OUT_DIR\"), \"/aftersales.{name}.{version}.rs\"));\n    }}"
            )?;
        }
        writeln!(code, "}}")?;
    }
    Ok(code)
}
