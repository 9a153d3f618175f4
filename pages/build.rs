//! Looks where the pages are, so that a build of them is noticed.

use std::path::Path;

fn main() -> std::io::Result<()> {
    for dist in ["../web/console/dist", "../web/client/dist"] {
        // A debug build reads the pages when it is asked for them, from a folder that must be there when it is compiled.
        std::fs::create_dir_all(Path::new(dist))?;
        println!("cargo::rerun-if-changed={dist}");
    }
    Ok(())
}
