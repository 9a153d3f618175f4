//! What the bus may be allowed to do on the server, and no more.

/// Every command the bus uses, in the form access rules take. Those that the scripts use are checked one by one as well.
pub const COMMANDS: &[&str] = &[
    // The connection.
    "auth",
    "hello",
    "select",
    "ping",
    // Streams.
    "xadd",
    "xlen",
    "xrange",
    "xreadgroup",
    "xgroup|create",
    "xgroup|delconsumer",
    "xinfo|groups",
    "xinfo|consumers",
    "xpending",
    "xclaim",
    "xack",
    "xdel",
    // What is held back.
    "zadd",
    "zrem",
    "zscore",
    "zrangebyscore",
    // The scripts, and the server's clock for them.
    "evalsha",
    "script|load",
    "time",
    // Signals.
    "publish",
    "subscribe",
    "unsubscribe",
    // Finding one's way: a sentinel's primary, a cluster's slots and their moves.
    "role",
    "cluster|slots",
    "asking",
];

/// The line that makes a user who may run the bus of `namespace` and nothing else.
pub fn acl_rule(user: &str, password: &str, namespace: &str) -> String {
    let allowed: Vec<String> = COMMANDS.iter().map(|command| format!("+{command}")).collect();
    format!(
        "ACL SETUSER {user} on >{password} resetkeys ~{{{namespace}:* resetchannels &{namespace}:* -@all {}",
        allowed.join(" ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_is_one_line_of_a_namespace() {
        let rule = acl_rule("flotilla", "secret", "flotilla");
        assert!(rule.starts_with(
            "ACL SETUSER flotilla on >secret resetkeys ~{flotilla:* resetchannels &flotilla:* -@all +auth "
        ));
        assert!(!rule.contains('\n'));
    }
}
