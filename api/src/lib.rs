pub mod gate;
pub mod http;
pub mod live;
