import type { Language } from '@shared/i18n'

/** The version of the contract below, kept with every order. Whoever changes a word of it gives it another. */
export const CONTRACT_VERSION = '2026-11'

/** What a buyer agrees to, paragraph by paragraph. */
export const CONTRACT: Record<Language, readonly string[]> = {
  zh: [
    '一、会籍自支付成功之日起算，购买当日计入；已有会籍未到期的，续费天数接续在其后，不重叠。',
    '二、价格以下单时显示的本分舵价格为准；订单 30 分钟内未支付自动失效。',
    '三、支付成功之日起七日内可申请全额退款（同一等级此前已享受过七日全额退款的除外）；此后按未使用天数比例退款，不足一分的按有利于会员的方式计算。',
    '四、退款原路退回，自申请之日起 15 日内完成。退款不因分舵分成而减少。',
    '五、会籍不会自动续费。到期后有宽限期，期内续费会籍不中断。',
  ],
  en: [
    '1. The membership begins on the day of payment, which counts. Days that are bought while one runs follow after it and never overlap.',
    '2. The price is the one shown when the order is opened. An order that is not paid within 30 minutes ends by itself.',
    '3. Within seven days of payment all of it can be refunded (unless this was done before for the same tier); later by the days not yet begun, rounded in your favour.',
    '4. A refund goes back the way it came, within 15 days of the request. It is never lowered by what a chapter earned.',
    '5. Nothing renews by itself. After the end there are days of grace in which a renewal closes the gap.',
  ],
}
