/** What a colour says. It never says it alone: a text or an icon stands with it. */
export type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad' | 'accent'
