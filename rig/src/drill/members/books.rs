//! What the database holds when a drill is over: everything that the promises of members and money speak of.

use std::collections::HashMap;

use anyhow::Result;
use tokio_postgres::{Client, Row};

use crate::db::number;

/// A chapter, a tier and a standing, by their numbers.
pub(super) type Kind = (i32, i16, i16);
/// An account of the ledger: the rank of its kind, and whose it is.
pub(super) type Account = (i16, String);

/// Ids are as the API writes them; ranks as the database has them.
#[derive(Debug, Clone, Default)]
pub(super) struct Books {
    pub(super) members: HashMap<String, Member>,
    pub(super) terms: Vec<Term>,
    /// Cards that are not open any more.
    pub(super) cards: Vec<Card>,
    /// In the order in which they were written.
    pub(super) points: Vec<Points>,
    /// What is left in each member's lots.
    pub(super) lots: HashMap<String, i64>,
    pub(super) orders: HashMap<String, Order>,
    pub(super) payments: Vec<Payment>,
    pub(super) refunds: Vec<Refund>,
    pub(super) commissions: Vec<Commission>,
    pub(super) entries: Vec<Entry>,
    /// Debits less credits, as the database adds them up.
    pub(super) balances: HashMap<Account, i64>,
    /// Notices that were taken, by their number, with the rank of what they came to.
    pub(super) notices: HashMap<String, i16>,
    /// Own and subtree.
    pub(super) counts: HashMap<Kind, (i64, i64)>,
    /// Differences that nobody has folded.
    pub(super) unfolded: i64,
    /// The chapter above each.
    pub(super) parents: HashMap<i32, Option<i32>>,
    /// How often the audit log has an action on a target.
    pub(super) audited: HashMap<(String, String), usize>,
    /// Moves in the history of each member's homes.
    pub(super) moves: HashMap<String, usize>,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Member {
    pub(super) home: i32,
    pub(super) tier: i16,
    pub(super) standing: i16,
    pub(super) points: i32,
    pub(super) is_merged: bool,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Term {
    pub(super) member: String,
    pub(super) source: i16,
    /// Days since 1970.
    pub(super) starts_on: i32,
    pub(super) ends_on: i32,
    pub(super) order: Option<String>,
    pub(super) card: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Card {
    pub(super) id: String,
    pub(super) batch: String,
    pub(super) redeemed_by: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Points {
    pub(super) member: String,
    pub(super) delta: i32,
    pub(super) reason: i16,
    pub(super) reference: String,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Order {
    pub(super) member: String,
    pub(super) home: i32,
    /// In fen.
    pub(super) price: i64,
    pub(super) state: i16,
    pub(super) is_paid: bool,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Payment {
    pub(super) id: String,
    pub(super) order: String,
    pub(super) method: i16,
    pub(super) amount: i64,
    pub(super) state: i16,
    /// What came in under a wrong amount.
    pub(super) suspense: Option<i64>,
    /// Whether finance wants that to go back.
    pub(super) is_going_back: bool,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Refund {
    pub(super) id: String,
    pub(super) order: String,
    pub(super) payment: String,
    pub(super) amount: i64,
    pub(super) state: i16,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Commission {
    pub(super) id: String,
    pub(super) order: String,
    /// The account's owner.
    pub(super) payee: String,
    pub(super) amount: i64,
    pub(super) reversed: i64,
    pub(super) state: i16,
}

/// An entry of the ledger with its transfers: debit, credit, amount.
#[derive(Debug, Clone, Default)]
pub(super) struct Entry {
    pub(super) kind: i16,
    pub(super) reference: String,
    pub(super) transfers: Vec<(Account, Account, i64)>,
}

/// A UUID as ids write it.
fn id(prefix: &str, column: &str) -> String {
    format!("'{prefix}_' || replace({column}::text, '-', '')")
}

impl Books {
    /// Reads all of it.
    pub(super) async fn load(client: &Client) -> Result<Self> {
        let mut books = Self {
            unfolded: number(client, "SELECT count(*) FROM member_delta").await?,
            entries: entries(client).await?,
            ..Self::default()
        };
        books.read_people(client).await?;
        books.read_points_and_cards(client).await?;
        books.read_orders(client).await?;
        books.read_what_is_owed(client).await?;
        books.read_counts(client).await?;
        Ok(books)
    }

    async fn read_people(&mut self, client: &Client) -> Result<()> {
        let (member, order) = (id("mbr", "member_id"), id("ordr", "order_id"));
        let sql = format!(
            "SELECT {}, home_chapter_id, tier_id, standing, points, merged_into IS NOT NULL FROM member",
            id("mbr", "id")
        );
        self.members = map(client, &sql, |row| {
            let member = Member {
                home: row.try_get(1)?,
                tier: row.try_get(2)?,
                standing: row.try_get(3)?,
                points: row.try_get(4)?,
                is_merged: row.try_get(5)?,
            };
            Ok((row.try_get(0)?, member))
        })
        .await?;
        let card = id("card", "card_id");
        let sql = format!("SELECT {member}, source, starts_on, ends_on, {order}, {card} FROM membership");
        self.terms = list(client, &sql, |row| {
            Ok(Term {
                member: row.try_get(0)?,
                source: row.try_get(1)?,
                starts_on: row.try_get(2)?,
                ends_on: row.try_get(3)?,
                order: row.try_get(4)?,
                card: row.try_get(5)?,
            })
        })
        .await?;
        let sql = format!("SELECT {member}, count(*) FROM member_past_home GROUP BY member_id");
        self.moves =
            map(client, &sql, |row| Ok((row.try_get(0)?, usize::try_from(row.try_get::<_, i64>(1)?)?))).await?;
        Ok(())
    }

    async fn read_points_and_cards(&mut self, client: &Client) -> Result<()> {
        let member = id("mbr", "member_id");
        let (card, batch, by) = (id("card", "id"), id("cbat", "batch_id"), id("mbr", "redeemed_by"));
        let sql = format!("SELECT {card}, {batch}, {by} FROM card WHERE state <> 1");
        self.cards = list(client, &sql, |row| {
            Ok(Card { id: row.try_get(0)?, batch: row.try_get(1)?, redeemed_by: row.try_get(2)? })
        })
        .await?;
        let sql = format!("SELECT {member}, delta, reason, ref FROM points_entry ORDER BY id");
        self.points = list(client, &sql, |row| {
            let (member, delta) = (row.try_get(0)?, row.try_get(1)?);
            Ok(Points { member, delta, reason: row.try_get(2)?, reference: row.try_get(3)? })
        })
        .await?;
        let sql = format!("SELECT {member}, sum(remaining)::bigint FROM points_lot GROUP BY member_id");
        self.lots = map(client, &sql, |row| Ok((row.try_get(0)?, row.try_get(1)?))).await?;
        Ok(())
    }

    async fn read_orders(&mut self, client: &Client) -> Result<()> {
        let (order, payment) = (id("ordr", "order_id"), id("pymt", "payment_id"));
        let sql = format!(
            "SELECT {}, {}, home_chapter_id, price_fen, state, paid_at IS NOT NULL FROM orders",
            id("ordr", "id"),
            id("mbr", "member_id")
        );
        self.orders = map(client, &sql, |row| {
            let order = Order {
                member: row.try_get(1)?,
                home: row.try_get(2)?,
                price: row.try_get(3)?,
                state: row.try_get(4)?,
                is_paid: row.try_get(5)?,
            };
            Ok((row.try_get(0)?, order))
        })
        .await?;
        let sql = format!(
            "SELECT {}, {order}, method, amount_fen, state, suspense_fen, return_asked_at IS NOT NULL FROM payment",
            id("pymt", "id")
        );
        self.payments = list(client, &sql, |row| {
            Ok(Payment {
                id: row.try_get(0)?,
                order: row.try_get(1)?,
                method: row.try_get(2)?,
                amount: row.try_get(3)?,
                state: row.try_get(4)?,
                suspense: row.try_get(5)?,
                is_going_back: row.try_get(6)?,
            })
        })
        .await?;
        let sql = format!("SELECT {}, {order}, {payment}, amount_fen, state FROM refund", id("rfnd", "id"));
        self.refunds = list(client, &sql, |row| {
            Ok(Refund {
                id: row.try_get(0)?,
                order: row.try_get(1)?,
                payment: row.try_get(2)?,
                amount: row.try_get(3)?,
                state: row.try_get(4)?,
            })
        })
        .await?;
        Ok(())
    }

    async fn read_what_is_owed(&mut self, client: &Client) -> Result<()> {
        let order = id("ordr", "order_id");
        let payee = format!("coalesce('chap_' || payee_chapter_id, {})", id("mbr", "payee_member_id"));
        let sql =
            format!("SELECT {}, {order}, {payee}, amount_fen, reversed_fen, state FROM commission", id("comm", "id"));
        self.commissions = list(client, &sql, |row| {
            Ok(Commission {
                id: row.try_get(0)?,
                order: row.try_get(1)?,
                payee: row.try_get(2)?,
                amount: row.try_get(3)?,
                reversed: row.try_get(4)?,
                state: row.try_get(5)?,
            })
        })
        .await?;
        let sql = "SELECT a.kind, a.owner, sum(x.amount)::bigint FROM ledger_account a JOIN \
                   (SELECT debit_id AS account, amount_fen AS amount FROM ledger_transfer \
                    UNION ALL SELECT credit_id, -amount_fen FROM ledger_transfer) x ON x.account = a.id \
                   GROUP BY a.kind, a.owner";
        self.balances = map(client, sql, |row| Ok(((row.try_get(0)?, row.try_get(1)?), row.try_get(2)?))).await?;
        let sql = "SELECT notice_id, verdict FROM payment_notice WHERE provider = 'sandbox'";
        self.notices = map(client, sql, |row| Ok((row.try_get(0)?, row.try_get(1)?))).await?;
        Ok(())
    }

    async fn read_counts(&mut self, client: &Client) -> Result<()> {
        let sql = "SELECT chapter_id, tier_id, standing, own, subtree FROM member_count";
        self.counts = map(client, sql, |row| {
            let kind = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
            Ok((kind, (row.try_get(3)?, row.try_get(4)?)))
        })
        .await?;
        self.parents =
            map(client, "SELECT id, parent_id FROM chapter", |row| Ok((row.try_get(0)?, row.try_get(1)?))).await?;
        let sql = "SELECT action, target, count(*) FROM audit_entry \
                   WHERE action LIKE 'members.%' OR action LIKE 'money.%' GROUP BY action, target";
        self.audited = map(client, sql, |row| {
            Ok(((row.try_get(0)?, row.try_get(1)?), usize::try_from(row.try_get::<_, i64>(2)?)?))
        })
        .await?;
        Ok(())
    }
}

async fn list<T>(client: &Client, sql: &str, read: impl Fn(&Row) -> Result<T>) -> Result<Vec<T>> {
    client.query(sql, &[]).await?.iter().map(read).collect()
}

async fn map<K, T>(client: &Client, sql: &str, read: impl Fn(&Row) -> Result<(K, T)>) -> Result<HashMap<K, T>>
where
    K: std::hash::Hash + Eq,
{
    client.query(sql, &[]).await?.iter().map(read).collect()
}

async fn entries(client: &Client) -> Result<Vec<Entry>> {
    let sql = "SELECT e.id, e.kind, e.ref, d.kind, d.owner, c.kind, c.owner, t.amount_fen FROM ledger_entry e \
               LEFT JOIN ledger_transfer t ON t.entry_id = e.id LEFT JOIN ledger_account d ON d.id = t.debit_id \
               LEFT JOIN ledger_account c ON c.id = t.credit_id ORDER BY e.id, t.line";
    let mut entries: Vec<Entry> = Vec::new();
    let mut last = None;
    for row in client.query(sql, &[]).await? {
        if last.replace(row.try_get::<_, i64>(0)?) != Some(row.try_get(0)?) {
            entries.push(Entry { kind: row.try_get(1)?, reference: row.try_get(2)?, transfers: Vec::new() });
        }
        // None for an entry that moves nothing, which the checks tell of.
        let (Some(entry), Some(amount)) = (entries.last_mut(), row.try_get::<_, Option<i64>>(7)?) else { continue };
        let debit = (row.try_get(3)?, row.try_get(4)?);
        let credit = (row.try_get(5)?, row.try_get(6)?);
        entry.transfers.push((debit, credit, amount));
    }
    Ok(entries)
}
