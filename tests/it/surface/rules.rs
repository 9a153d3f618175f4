//! Who may do what where, written down by hand: what the product is held against, and never derived from it.

/// Somebody who asks, and the place that their role is on.
#[derive(Debug, Clone, Copy)]
pub struct Who {
    pub name: &'static str,
    pub base: Option<&'static str>,
}

const fn who(name: &'static str, base: &'static str) -> Who {
    Who { name, base: Some(base) }
}

/// Everybody who asks. The first ten hold a role each; `branch-admin` is an `HQ_ADMIN` of one prefecture alone.
pub const ACTORS: [Who; 12] = [
    who("hq-admin", "headquarters"),
    who("author", "headquarters"),
    who("approver", "headquarters"),
    who("auditor", "headquarters"),
    who("supervisor", "parent"),
    who("branch-admin", "own"),
    who("helmsman", "own"),
    who("deputy", "own"),
    who("finance", "headquarters"),
    who("member-service", "headquarters"),
    // Signed in, without any role.
    Who { name: "newcomer", base: None },
    // Not signed in.
    Who { name: "stranger", base: None },
];

/// The places asked about, by what they are to the chapter `own` (杭州), and the place directly above each: `ward` is a
/// vacant county of 杭州, `stranger` another province.
pub const PLACES: [(&str, &str); 7] = [
    ("headquarters", ""),
    ("parent", "headquarters"),
    ("own", "parent"),
    ("child", "own"),
    ("ward", "own"),
    ("sibling", "parent"),
    ("stranger", "headquarters"),
];

/// What each role gives: `*` on its place and all below, `+` on its place and the vacant ones in its care, `o` on its
/// place only, `-` nowhere.
const RIGHTS: &str = "
                     hq-admin author approver auditor supervisor branch-admin helmsman deputy finance member-service
CHAPTER_SEE                 *      *        *       *          *            *        *      *       *              *
CHAPTER_READ                *      *        *       *          *            *        *      *       *              *
CHAPTER_MANAGE              *      -        -       -          -            *        -      -       -              -
HELMSMAN_APPOINT            *      -        -       -          -            *        -      -       -              -
DEPUTY_APPOINT              *      -        -       -          -            *        o      -       -              -
GRANT_READ                  *      -        -       *          *            *        *      *       -              -
GRANT_MANAGE                *      -        -       -          -            *        -      -       -              -
ACCOUNT_MANAGE              *      -        -       -          -            *        -      -       -              -
POLICY_KEY_MANAGE           *      -        -       -          -            *        -      -       -              -
POLICY_READ                 *      *        *       *          *            *        *      *       *              *
POLICY_DRAFT                *      *        -       -          -            *        o      o       -              -
POLICY_PUBLISH              *      -        *       -          -            *        o      -       -              -
POLICY_REVOKE               *      -        *       -          -            *        o      -       -              -
OVERRIDE_SET                *      -        -       -          -            *        o      o       -              -
DELIVERY_READ               *      *        *       *          *            *        *      *       *              *
DELIVERY_ACKNOWLEDGE        *      -        -       -          -            *        +      +       -              -
AUDIT_READ                  *      -        -       *          -            *        -      -       -              -
ACCESS_EXPLAIN              *      -        -       *          -            *        -      -       -              -
OPERATIONS_READ             *      -        -       *          -            *        -      -       -              -
OPERATIONS_MANAGE           *      -        -       -          -            *        -      -       -              -
MEMBER_COUNT                *      -        -       *          *            *        *      *       *              *
MEMBER_READ                 *      -        -       *          -            *        +      +       *              *
MEMBER_REGISTER             *      -        -       -          -            *        +      +       -              *
MEMBER_MANAGE               *      -        -       -          -            *        -      -       -              *
MEMBER_REVEAL               *      -        -       -          -            *        o      -       -              *
MEMBER_IMPORT               *      -        -       -          -            *        o      -       -              *
TIER_MANAGE                 *      -        -       -          -            *        -      -       *              -
TIER_PRICE_SET              *      -        -       -          -            *        o      -       -              -
CARD_READ                   *      -        -       *          -            *        o      o       *              *
CARD_ISSUE                  *      -        -       -          -            *        -      -       *              -
ORDER_READ                  *      -        -       *          -            *        +      +       *              *
ORDER_MANAGE                *      -        -       -          -            *        +      +       *              *
PAYMENT_RECORD              *      -        -       -          -            *        o      -       *              -
REFUND_DECIDE               *      -        -       -          -            *        -      -       *              -
LEDGER_READ                 *      -        -       *          -            *        -      -       *              -
STATEMENT_READ              *      -        -       *          -            *        o      -       *              -
SETTLEMENT_MANAGE           *      -        -       -          -            *        -      -       *              -
DISPUTE_OPEN                *      -        -       -          -            *        o      -       -              -
REFERRAL_READ               *      -        -       *          -            *        +      +       *              *
REFERRAL_MANAGE             *      -        -       -          -            *        +      +       -              *
";

/// Every right of the table.
pub fn rights() -> Vec<&'static str> {
    RIGHTS.lines().skip(2).filter_map(|line| line.split_whitespace().next()).collect()
}

fn reach(who: Who, right: &str) -> char {
    let mut lines = RIGHTS.trim_start_matches('\n').lines();
    let column = lines.next().unwrap().split_whitespace().position(|name| name == who.name);
    let Some(column) = column else { return '-' };
    let row = lines.find(|line| line.split_whitespace().next() == Some(right));
    let row = row.unwrap_or_else(|| panic!("{right} is not in the table"));
    row.split_whitespace().nth(column + 1).unwrap().chars().next().unwrap()
}

/// The place directly above.
pub fn above(place: &str) -> &'static str {
    PLACES.iter().find(|(name, _)| *name == place).unwrap().1
}

fn within(place: &str, base: &str) -> bool {
    place == base || (!above(place).is_empty() && within(above(place), base))
}

/// Whether somebody may do something at a place.
pub fn may(who: Who, right: &str, place: &str) -> bool {
    let Some(base) = who.base else { return false };
    match reach(who, right) {
        '*' => within(place, base) || (right == "CHAPTER_SEE" && within(base, place)),
        '+' => place == base || (place == "ward" && base == "own"),
        'o' => place == base,
        _ => false,
    }
}

/// What becomes of a request, as the matrix shows it.
pub const ALLOWED: char = '+';
pub const FORBIDDEN: char = 'x';
pub const NOT_FOUND: char = '.';
pub const NULL: char = '-';
pub const UNAUTHENTICATED: char = '!';
/// There is no such thing at this place.
pub const NO_SUCH: char = ' ';

/// What an operation asks of the caller.
#[derive(Debug, Clone, Copy)]
pub enum Need {
    /// Nothing.
    Nothing,
    /// To be signed in.
    SignedIn,
    /// To be signed in; a stranger gets nothing, and no error.
    Oneself,
    /// A right at the place; without it the place is forbidden, or unknown.
    Right(&'static str),
    /// Rights at several places, asked for in this order. `""` is the place itself, `^` the one above it.
    Rights(&'static [(&'static str, &'static str)]),
    /// A right anywhere at all.
    Somewhere(&'static str),
    /// Any role at all; nothing without one.
    Holder,
    /// A single read: nothing without the right.
    Read(&'static str),
    /// A field of a chapter: nothing if the chapter is not seen.
    Field(&'static str),
    /// The place stands in a list that the caller may ask for if they have this right anywhere.
    Listed(&'static str, &'static str),
    /// A published version of the place: for all who read policies at it or below it.
    Published,
    /// The same, where an answer cannot be null.
    Follow,
    /// A part of a version of headquarters, which every reader of policies sees, at the place.
    Part(&'static str),
    /// A draft of the place: unknown to who does not read its policies, then the right.
    Draft(&'static str),
    /// A member at home in the place: unknown to who does not read its members, then the right.
    Member(&'static str),
    /// A field of such a member: nothing if the member is not seen.
    MemberField(&'static str),
    /// An order of the place: unknown to who does not read its orders, then the right.
    Order(&'static str),
    /// A field of such an order: nothing if the order is not seen.
    OrderField(&'static str),
    /// A statement of the place: unknown to who does not read its statements, then the right.
    Statement(&'static str),
    /// A batch of cards that the place issued: unknown to who does not read its cards, then the right.
    Cards(&'static str),
    /// An import of the place: unknown without the right.
    Import(&'static str),
    /// A link that credits the place, or a referral of one: unknown to who does not read its links, then the right.
    Referral(&'static str),
}

/// What must become of a request.
pub fn expected(who: Who, need: Need, place: &str) -> char {
    let signed_in = who.name != "stranger";
    match need {
        Need::Nothing => return ALLOWED,
        Need::Oneself => return if signed_in { ALLOWED } else { NULL },
        _ if !signed_in => return UNAUTHENTICATED,
        Need::SignedIn => return ALLOWED,
        _ => {}
    }
    let somewhere = |right: &str| PLACES.iter().any(|(place, _)| may(who, right, place));
    let null_unless = |yes: bool| if yes { ALLOWED } else { NULL };
    match need {
        Need::Rights(list) => {
            let mut outcomes = list.iter().map(|(right, at)| door(who, right, resolve(at, place)));
            outcomes.find(|outcome| *outcome != ALLOWED).unwrap_or(ALLOWED)
        }
        Need::Somewhere(right) if somewhere(right) => ALLOWED,
        Need::Listed(gate, right) if somewhere(gate) => null_unless(may(who, right, place)),
        Need::Somewhere(_) | Need::Listed(..) => FORBIDDEN,
        Need::Holder => null_unless(somewhere("CHAPTER_SEE")),
        Need::Read(right) => null_unless(may(who, right, place)),
        Need::Published => null_unless(published(who, place)),
        Need::Follow if published(who, place) => ALLOWED,
        Need::Follow => NOT_FOUND,
        Need::Field(_) if !may(who, "CHAPTER_SEE", place) => NULL,
        Need::Part(_) if !somewhere("POLICY_READ") => NULL,
        Need::Draft(_) if !may(who, "POLICY_READ", place) => NOT_FOUND,
        Need::Member(_) if !may(who, "MEMBER_READ", place) => NOT_FOUND,
        Need::MemberField(_) if !may(who, "MEMBER_READ", place) => NULL,
        Need::Order(_) if !may(who, "ORDER_READ", place) => NOT_FOUND,
        Need::OrderField(_) if !may(who, "ORDER_READ", place) => NULL,
        Need::Statement(_) if !may(who, "STATEMENT_READ", place) => NOT_FOUND,
        Need::Cards(_) if !may(who, "CARD_READ", place) => NOT_FOUND,
        Need::Import(right) if !may(who, right, place) => NOT_FOUND,
        Need::Referral(_) if !may(who, "REFERRAL_READ", place) => NOT_FOUND,
        Need::Right(right)
        | Need::Field(right)
        | Need::Part(right)
        | Need::Draft(right)
        | Need::Member(right)
        | Need::MemberField(right)
        | Need::Order(right)
        | Need::OrderField(right)
        | Need::Statement(right)
        | Need::Cards(right)
        | Need::Import(right)
        | Need::Referral(right) => door(who, right, place),
        Need::Nothing | Need::Oneself | Need::SignedIn => unreachable!(),
    }
}

/// The three answers of a decision.
pub fn door(who: Who, right: &str, place: &str) -> char {
    if may(who, right, place) {
        ALLOWED
    } else if may(who, "CHAPTER_SEE", place) {
        FORBIDDEN
    } else {
        NOT_FOUND
    }
}

fn resolve<'p>(at: &'p str, place: &'p str) -> &'p str {
    match at {
        "" => place,
        // What stands above headquarters is headquarters.
        "^" if above(place).is_empty() => place,
        "^" => above(place),
        named => named,
    }
}

fn published(who: Who, place: &str) -> bool {
    may(who, "POLICY_READ", place)
        || who.base.is_some_and(|base| reach(who, "POLICY_READ") == '*' && within(base, place))
}
