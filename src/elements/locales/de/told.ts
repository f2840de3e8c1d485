/** What a notification tells, by its kind, in German. The service worker for push says the same: nothing else comes with it. */
export const told = {
  comment: (who: string, title: string) => `${who} hat „${title}“ kommentiert`,
  reply: (who: string) => `${who} hat auf deinen Kommentar geantwortet`,
  thread: (who: string) => `${who} hat auf denselben Kommentar geantwortet wie du`,
  mention: (who: string) => `${who} hat dich in einem Kommentar erwähnt`,
  edit: (who: string, title: string) => `${who} hat „${title}“ geändert`,
  share: (who: string) => `${who} hat eine Zeitleiste mit dir geteilt`,
  access: (who: string) => `${who} hat dir Zugang zu einer Zeitleiste gegeben`,
  family: (who: string, name: string) => `${who} hat dich in die Familie „${name}“ aufgenommen`,
  invitation: (who: string) => `${who} hat dich zu einem Gespräch eingeladen`,
  answer: () => 'Der Interviewer hat dir geantwortet',
};
