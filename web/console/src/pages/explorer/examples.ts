/** Queries to begin with. The tests execute each of them. */
export const examples = [
  {
    name: '全国概况 · The nation at a glance',
    query: `{
  headquarters {
    name
    counts { children descendants vacant }
  }
}`,
  },
  {
    name: '最近发布与送达 · The newest publications and how they landed',
    query: `{
  policyVersions(first: 5, state: PUBLISHED) {
    nodes {
      key number publishedAt
      rollout { total byState { state chapters } }
    }
  }
}`,
  },
  {
    name: '一个分舵的价格从何而来 · Why a chapter has this price',
    query: `{
  chapterByDivision(code: "330100") {
    name
    value(key: "membership.annual.price") {
      value
      chain { chapter { name } verdict text }
    }
  }
}`,
  },
] as const
