//! Growth: referral links and whom they credit.
