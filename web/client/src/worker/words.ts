/** Asks a waiting worker to take over now. */
export const TAKE_OVER = 'take-over'

/** Asks a waiting worker to take over now if no page is in sight. */
export const TAKE_OVER_UNSEEN = 'take-over-unseen'
