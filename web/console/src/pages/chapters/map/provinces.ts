/** A provincial division with its place in the grid. */
export interface Tile {
  code: string
  zh: string
  en: string
  /** Column and row, from 1. */
  column: number
  row: number
}

/**
 * The 34 provincial divisions on a grid of our own: each is one tile of the same size, roughly where it lies. No outline
 * is drawn, so none can be wrong.
 */
const GRID = `
  ..    ..    ..    ..    ..    ..    ..    ..    23黑龙江
  ..    ..    ..    ..    ..    15内蒙古 ..  21辽宁 22吉林
  65新疆 ..   62甘肃 64宁夏 14山西 13河北 11北京 12天津 ..
  54西藏 63青海 ..  61陕西 41河南 37山东 ..    ..    ..
  ..    ..    51四川 50重庆 42湖北 34安徽 32江苏 31上海 ..
  ..    ..    53云南 52贵州 43湖南 36江西 33浙江 ..   ..
  ..    ..    ..    ..    45广西 44广东 35福建 71台湾 ..
  ..    ..    ..    ..    46海南 82澳门 81香港 ..    ..
`

const ENGLISH: Readonly<Record<string, string>> = {
  11: 'Beijing',
  12: 'Tianjin',
  13: 'Hebei',
  14: 'Shanxi',
  15: 'Inner Mongolia',
  21: 'Liaoning',
  22: 'Jilin',
  23: 'Heilongjiang',
  31: 'Shanghai',
  32: 'Jiangsu',
  33: 'Zhejiang',
  34: 'Anhui',
  35: 'Fujian',
  36: 'Jiangxi',
  37: 'Shandong',
  41: 'Henan',
  42: 'Hubei',
  43: 'Hunan',
  44: 'Guangdong',
  45: 'Guangxi',
  46: 'Hainan',
  50: 'Chongqing',
  51: 'Sichuan',
  52: 'Guizhou',
  53: 'Yunnan',
  54: 'Tibet',
  61: 'Shaanxi',
  62: 'Gansu',
  63: 'Qinghai',
  64: 'Ningxia',
  65: 'Xinjiang',
  71: 'Taiwan',
  81: 'Hong Kong',
  82: 'Macao',
}

/** The tiles, from the north to the south and from the west to the east: the order in which they are read. */
export const TILES: readonly Tile[] = GRID.trim()
  .split('\n')
  .flatMap((line, row) =>
    line
      .trim()
      .split(/\s+/)
      .flatMap((cell, column) =>
        cell === '..'
          ? []
          : {
              code: `${cell.slice(0, 2)}0000`,
              zh: cell.slice(2),
              en: ENGLISH[cell.slice(0, 2)] ?? cell,
              column: column + 1,
              row: row + 1,
            },
      ),
  )
