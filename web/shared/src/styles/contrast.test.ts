// @vitest-environment node
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/** The colours of tokens.css: name to its light and dark value. */
function tokens(): Map<string, { light: string; dark: string }> {
  const text = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
  const found = text.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)
  return new Map([...found].map(([, name = '', light = '', dark = '']) => [name, { light, dark }]))
}

/** The relative luminance of a colour, as WCAG 2 defines it. */
function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

const grounds = ['ground', 'surface', 'surface-raised', 'surface-sunken', 'surface-hover']
const tones = ['neutral', 'info', 'good', 'warn', 'bad', 'accent']

/** What stands on what, and how far apart it must be at least: 4.5 for text, 3 for what is no text. */
const pairs: [front: string, back: string, least: number][] = [
  ...['ink', 'ink-soft', 'ink-faint', 'link', 'sea'].flatMap(front =>
    grounds.map((back): [string, string, number] => [front, back, 4.5]),
  ),
  ...tones.flatMap((tone): [string, string, number][] => [
    [`${tone}-ink`, `${tone}-soft`, 4.5],
    ...grounds.map((back): [string, string, number] => [`${tone}-ink`, back, 4.5]),
    [`${tone}-fill`, 'surface', 3],
    [`${tone}-fill`, 'surface-raised', 3],
    [`${tone}-fill`, 'ground', 3],
    ['ink', `${tone}-soft`, 4.5],
    ['ink-soft', `${tone}-soft`, 4.5],
    ['link', `${tone}-soft`, 4.5],
  ]),
  ['on-sea', 'sea', 4.5],
  ['on-sea', 'sea-strong', 4.5],
  ['sea', 'sea-soft', 4.5],
  ['sea-strong', 'sea-soft', 4.5],
  ['ink', 'sea-soft', 4.5],
  ['ink-soft', 'sea-soft', 4.5],
  ['ink-faint', 'sea-soft', 4.5],
  ['ink-faint', 'neutral-soft', 4.5],
  ['ink', 'selection', 4.5],
  ['on-bad', 'bad-strong', 4.5],
  ['on-bad', 'bad-stronger', 4.5],
  ['on-accent', 'accent-fill', 4.5],
  ['on-deep', 'deep', 4.5],
  ['on-deep', 'deep-raised', 4.5],
  ['on-deep-soft', 'deep', 4.5],
  ['on-deep-soft', 'deep-raised', 4.5],
  ['on-deep-accent', 'deep', 4.5],
  ['on-deep-accent', 'deep-raised', 4.5],
  ['line-strong', 'surface', 3],
  ['line-strong', 'surface-raised', 3],
  ['line-strong', 'ground', 3],
  ['line-strong', 'surface-sunken', 3],
  ['focus', 'surface', 3],
  ['focus', 'ground', 3],
  ['focus', 'surface-raised', 3],
]

describe.each(['light', 'dark'] as const)('in the %s theme', theme => {
  const colours = tokens()
  it.each(pairs)('%s on %s reaches %s:1', (front, back, least) => {
    const [one, other] = [colours.get(front), colours.get(back)]
    expect(one && other && contrast(one[theme], other[theme])).toBeGreaterThanOrEqual(least)
  })
})
