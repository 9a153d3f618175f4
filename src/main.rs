//! The one executable: `flotilla serve | api | worker | migrate | seed | token | schema | doctor | keys | config | demo`.

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> anyhow::Result<()> {
    flotilla::run()
}
