import type { UserErrorCode } from '@shared/gql/schema'
import type { Language } from './language'

/** What is wrong where the tree is changed, and what to do about it. */
export const CHAPTER_ERRORS: Record<
  Extract<UserErrorCode, `CHAPTERS_${string}`>,
  Record<Language, string>
> = {
  CHAPTERS_HAS_CHILDREN: {
    zh: '下面还有未关闭的分舵。请先调整或关闭它们。',
    en: 'Open chapters stand below. Move or close them first.',
  },
  CHAPTERS_HELMSMAN_ELSEWHERE: {
    zh: '此人已是另一分舵的舵手，一人只能任一处。请另选人选，或先让其卸任。',
    en: 'This person leads another chapter, and nobody leads two. Choose somebody else, or let them step down there first.',
  },
  CHAPTERS_LEVEL_ORDER: {
    zh: '上级的层级必须更高：总部、省级、地级、县级。请另选上级。',
    en: 'The parent must be of a higher level: headquarters, province, prefecture, county. Choose another parent.',
  },
  CHAPTERS_LOOP: {
    zh: '分舵不能归到自己或自己的下级之下。请另选上级。',
    en: 'A chapter cannot stand below itself. Choose another parent.',
  },
  CHAPTERS_MERGE_MISMATCH: {
    zh: '只有同一层级的两个未关闭分舵可以合并。请另选合并对象。',
    en: 'Only two different open chapters of one level can be merged. Choose another one.',
  },
  CHAPTERS_NAME_INVALID: {
    zh: '名称为空、过长，或首尾有空格、含有特殊字符。请修改名称。',
    en: 'The name is empty, too long, or has blanks at its ends or special characters. Change it.',
  },
  CHAPTERS_NOT_OPEN: {
    zh: '该分舵已关闭，或此处不能选总部。请另选一个分舵。',
    en: 'The chapter is closed, or headquarters cannot be chosen here. Choose another chapter.',
  },
  CHAPTERS_OFFICE_TAKEN: {
    zh: '该职位已有人，或此人已在本分舵任职。请先让现任卸任。',
    en: 'The office is held by somebody, or this person holds one here already. Let them step down first.',
  },
  CHAPTERS_OFFICE_VACANT: {
    zh: '该职位已经空缺。请刷新页面查看最新情况。',
    en: 'Nobody holds this office any more. Refresh the page.',
  },
  CHAPTERS_SPLIT_INVALID: {
    zh: '分立须划走一部分区域并保留一部分，且只能带走本分舵的直属下级。请调整选择。',
    en: 'A split takes some divisions and leaves some, and takes only children of this chapter. Change the choice.',
  },
  CHAPTERS_TERRITORY_EMPTY: {
    zh: '分舵至少需要一个行政区划。请选择区域。',
    en: 'A chapter needs at least one division. Choose one.',
  },
  CHAPTERS_TERRITORY_NOT_LICENSABLE: {
    zh: '这类区划不授权给该层级的分舵。请另选区域。',
    en: 'Chapters of this level are not licensed for such a division. Choose another one.',
  },
  CHAPTERS_TERRITORY_OUTSIDE_PARENT: {
    zh: '该区划不在上级的区域之内。请另选区域，或另选上级。',
    en: 'The division lies outside the parent’s territory. Choose another division or another parent.',
  },
  CHAPTERS_TERRITORY_OVERLAP: {
    zh: '该区划已属于同级的另一分舵，或重复填写。请去掉该区划。',
    en: 'Another chapter of this level holds the division, or it is named twice. Take it out.',
  },
  CHAPTERS_TERRITORY_UNKNOWN: {
    zh: '没有这个行政区划，可能已被撤并。请按现行代码重新选择。',
    en: 'There is no such division now. Choose one by its current code.',
  },
}
