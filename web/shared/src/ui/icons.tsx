import type { ReactNode } from 'react'

/** The drawings of all icons, on a grid of 20 by 20, as strokes of one width. */
export const ICONS = {
  access: <path d="M13 3.5a3.5 3.5 0 1 1-2.9 5.5L4 15v2h3v-2h2v-2l2-2M14 6.5v.01" />,
  alert: <path d="M10 3 2.5 16.5h15zM10 8v4M10 14.4v.01" />,
  'arrow-right': <path d="M3.5 10h13M11.5 5l5 5-5 5" />,
  audit: (
    <path d="M5 2.5h7l3 3v4M5 2.5v15h4M7.5 8h5M7.5 11H9M14 17.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6m2.2-.8 1.8 1.8" />
  ),
  bell: <path d="M5 14V9a5 5 0 0 1 10 0v5l1.5 1h-13zM8.5 17.5h3" />,
  chapters: <path d="M8 2.5h4v4H8zM2.5 13.5h4v4h-4zM13.5 13.5h4v4h-4zM10 6.5V10M4.5 13.5V10h11v3.5" />,
  check: <path d="m4 10.5 4 4 8-9" />,
  'check-circle': <path d="M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15M6.5 10.3l2.5 2.5 4.5-5.3" />,
  chevron: <path d="m7.5 4.5 5.5 5.5-5.5 5.5" />,
  'chevron-down': <path d="m4.5 7.5 5.5 5.5 5.5-5.5" />,
  'chevron-left': <path d="M12.5 4.5 7 10l5.5 5.5" />,
  'chevron-up': <path d="m4.5 12.5 5.5-5.5 5.5 5.5" />,
  clock: <path d="M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15M10 5.5V10l3 2" />,
  close: <path d="m5 5 10 10M15 5 5 15" />,
  copy: <path d="M7 7h9.5v10H7zM13.5 4V3h-10v10h1" />,
  diff: <path d="M6 3v7M2.5 6.5h7M2.5 14.5h7M13 3.5h4.5v13H13" />,
  document: <path d="M5 2.5h7l3.5 3.5v11.5H5zM12 2.5V6h3.5M7.5 10H13M7.5 13.5H13" />,
  download: <path d="M10 3v9M6 8.5l4 4 4-4M3.5 16.5h13" />,
  edit: <path d="m12.5 4 3.5 3.5L7.5 16l-4.5 1 1-4.5zM10.5 6 14 9.5" />,
  explorer: <path d="M6.5 5 2 10l4.5 5M13.5 5l4.5 5-4.5 5M11.5 3.5l-3 13" />,
  external: <path d="M11.5 3h5.5v5.5M17 3l-8 8M14 11.5v5H3.5V6h5" />,
  eye: (
    <path d="M2 10s3-5.5 8-5.5 8 5.5 8 5.5-3 5.5-8 5.5S2 10 2 10M10 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6" />
  ),
  filter: <path d="M3 5h14M5.5 10h9M8 15h4" />,
  flag: <path d="M5 18V3M5 3.5h10.5l-2.5 4 2.5 4H5" />,
  globe: (
    <path d="M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15M2.5 10h15M10 2.5c2.5 2 3.5 4.5 3.5 7.5s-1 5.5-3.5 7.5c-2.5-2-3.5-4.5-3.5-7.5s1-5.5 3.5-7.5" />
  ),
  helm: (
    <path d="M10 15a5 5 0 1 0 0-10 5 5 0 0 0 0 10M10 11v-2M11 10H9M10 1.8V5M10 15v3.2M1.8 10H5M15 10h3.2M4.2 4.2l2.3 2.3M13.5 13.5l2.3 2.3M15.8 4.2l-2.3 2.3M6.5 13.5l-2.3 2.3" />
  ),
  inbox: <path d="m5 3.5-2.5 8v5h15v-5l-2.5-8zM2.5 11.5H7c0 1.7 1.3 3 3 3s3-1.3 3-3h4.5" />,
  info: <path d="M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15M10 9v5M10 6.3v.01" />,
  lock: <path d="M4.5 9h11v8.5h-11zM6.5 9V6.5a3.5 3.5 0 0 1 7 0V9M10 12.5v1.5" />,
  map: <path d="m2.5 5 5-2 5 2 5-2v12l-5 2-5-2-5 2zM7.5 3v12M12.5 5v12" />,
  menu: <path d="M3 5h14M3 10h14M3 15h14" />,
  merge: <path d="M4 3v2.5L10 11v6.5M16 3v2.5L10 11M7.5 15l2.5 2.5 2.5-2.5" />,
  minus: <path d="M4 10h12" />,
  moon: <path d="M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5" />,
  more: <path d="M4.5 10v.01M10 10v.01M15.5 10v.01" strokeWidth="2.5" />,
  move: <path d="M3 5h6v10h7.5M13 11.5l3.5 3.5-3.5 3.5" />,
  offline: (
    <path d="M3 3l14 14M2.5 8.5a11 11 0 0 1 3.6-2.3M9 5.1a11 11 0 0 1 8.5 3.4M5.5 11.7a6.5 6.5 0 0 1 3-1.6M12.7 10.7q1 .4 1.8 1.1M10 15.5v.01" />
  ),
  operations: <path d="M2 10.5h3.5L8 4l4 12.5 2.5-6H18" />,
  people: (
    <path d="M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6M2 16.5c0-3 2.5-5 5.5-5s5.5 2 5.5 5M13 3.8a3 3 0 0 1 0 5.5M14.5 11.8c2 .6 3.5 2.3 3.5 4.7" />
  ),
  person: (
    <path d="M10 9.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M3.5 17.5c0-3.3 2.8-5.5 6.5-5.5s6.5 2.2 6.5 5.5" />
  ),
  phone: <path d="M6 2.5h8v15H6zM9 14.7h2" />,
  plus: <path d="M10 4v12M4 10h12" />,
  policies: (
    <path d="M4 3.5h9.5v13H6a2 2 0 0 1-2-2zM13.5 7H16v7.5a2 2 0 0 1-2 2M6.5 7H11M6.5 10H11M6.5 13H9" />
  ),
  refresh: <path d="M16 6.5A7 7 0 0 0 3 10M4 13.5A7 7 0 0 0 17 10M16.5 3v4h-4M3.5 17v-4h4" />,
  search: <path d="M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11M13 13l4.5 4.5" />,
  send: <path d="M17.5 2.5 2.5 8l6 3 3 6.5zM8.5 11l4.5-4" />,
  settings: (
    <path d="M3 6h8M15 6h2M3 14h2M9 14h8M13 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4M7 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4" />
  ),
  shield: <path d="M10 2.5 3.5 5v5c0 4 2.8 6.5 6.5 7.5 3.7-1 6.5-3.5 6.5-7.5V5z" />,
  'sign-out': <path d="M8 3H3.5v14H8M12.5 6l4 4-4 4M7.5 10h9" />,
  split: <path d="M10 2.5V9L4.5 14.5V17M10 9l5.5 5.5V17M2.5 15l2 2.5 2-2.5M13.5 15l2 2.5 2-2.5" />,
  sun: (
    <path d="M10 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M10 1.5v2M10 16.5v2M1.5 10h2M16.5 10h2M4 4l1.4 1.4M14.6 14.6 16 16M16 4l-1.4 1.4M5.4 14.6 4 16" />
  ),
  sync: <path d="M3 8h13l-3.5-3.5M17 12H4l3.5 3.5" />,
  system: <path d="M2.5 4h15v9.5h-15zM7 17h6M10 13.5V17" />,
  today: <path d="M3 4.5h14v13H3zM3 8.5h14M6.5 2.5v3.5M13.5 2.5v3.5M7 13l2 2 4-4" />,
  trash: <path d="M3.5 5.5h13M8 5.5v-3h4v3M5 5.5l.8 12h8.4l.8-12M8.5 9v5M11.5 9v5" />,
  undo: <path d="M3.5 7.5h9a4.5 4.5 0 0 1 0 9H8M7 4 3.5 7.5 7 11" />,
  unlock: <path d="M4.5 9h11v8.5h-11zM6.5 9V6.5a3.5 3.5 0 0 1 6.8-1.2M10 12.5v1.5" />,
  yuan: <path d="m5 3.5 5 6.5 5-6.5M10 10v7M5.5 10h9M5.5 13.5h9" />,
} satisfies Record<string, ReactNode>

/** The name of an icon. */
export type IconName = keyof typeof ICONS
