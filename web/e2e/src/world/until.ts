/** Asks again and again until there is an answer. Throws, naming what was waited for, when patience (in ms) ends. */
export async function until<T>(
  what: string,
  patience: number,
  ask: () => T | undefined | null | false | Promise<T | undefined | null | false>,
): Promise<T> {
  const deadline = Date.now() + patience
  for (;;) {
    const answer = await ask()
    if (answer !== undefined && answer !== null && answer !== false) return answer
    if (Date.now() > deadline) throw new Error(`waited ${patience} ms for: ${what}`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
