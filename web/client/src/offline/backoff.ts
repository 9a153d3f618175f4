const SHORTEST_MS = 1000
const LONGEST_MS = 60_000

/**
 * How long to wait after so many failures in a row, in milliseconds: twice as long each time, from one second to one
 * minute. `random`, between 0 and 1, shortens it by up to a half, so that phones that lost the network together do not
 * come back together.
 */
export function backoff(failures: number, random: number): number {
  const whole = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** Math.max(0, failures - 1))
  return Math.round(whole * (1 - random / 2))
}
