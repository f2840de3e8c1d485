import { format, resolveConfig } from 'prettier';
import { readSuites, type Suite } from './suites.ts';

/** A capability by its name in the product document, and where it is shown if not by a test of its own suite that bears the name. */
type Capability = string | readonly [name: string, file: string, title: string];

const GUEST_OUT = 'Live Sessions: a guest is out at once when …, and joined to nothing';

/** What the product document has: its map of capabilities and its classes, in its order. */
export const CAPABILITIES: Readonly<Record<string, readonly Capability[]>> = {
  'Database Changes': [
    [
      'Timeline Events',
      'test/seed/timeline-realtime-manager.test.ts',
      'subscribe: rows of the other person are live (by …)',
    ],
    [
      'User Profiles',
      'test/seed/event-comments-manager.test.ts',
      'user: a comment comes with its author’s name and picture, and the new ones when they change (by …)',
    ],
    [
      'Media Objects',
      'test/seed/channel-manager.test.ts',
      'subscribeToTimeline, handleMediaChange: onMediaAdded, onMediaUpdated and onMediaDeleted reach the other client, on the same join',
    ],
    [
      'Chat Messages',
      'test/seed/chat-realtime-manager.test.ts',
      'subscribe: onNewMessage tells what the other says, and who they are (by …)',
    ],
  ],
  'Broadcast Events': [
    [
      'User Presence',
      'test/seed/presence-manager.test.ts',
      'setupPresenceTracking and updatePresence: whoever comes is seen online by the other',
    ],
    [
      'Typing Indicators',
      'test/seed/typing-indicator.test.ts',
      'handleTypingEvent: the list of the other has who types, by name, and mine has not',
    ],
    [
      'System Notifications',
      'test/seed/notification-manager.test.ts',
      'handleSystemNotification: what the service says is shown to everybody, once; what a person says there to nobody',
    ],
    [
      'Collaboration Signals',
      'test/seed/collaborative-timeline-manager.test.ts',
      'broadcastEditStart and broadcastEditEnd: the other sees who is editing what, by name, until it ends',
    ],
  ],
  'Custom Channels': ['Family Groups', 'Shared Timelines', 'Event Comments', 'Live Sessions'],
  NalityRealtime: [
    'getConnectionState',
    'onConnectionStateChange',
    'onConnectionError',
    'attemptReconnection',
    'maxReconnectAttempts',
    'heartbeatIntervalMs',
    'reconnectAfterMs',
    'timeoutMs',
    'eventsPerSecond',
  ],
  ChannelManager: [
    'subscribeToTimeline',
    'handleTimelineChange',
    'handleMediaChange',
    'onSubscribed',
    'subscribeToChat',
    'onTyping',
    'onPresenceChange',
    'subscribing twice',
    'unsubscribe',
    'unsubscribeAll',
  ],
  TimelineRealtimeManager: [
    'subscribe',
    'onEventDeleted',
    'addEventOptimistically',
    'updateEventOptimistically',
    'resolveOptimisticUpdate',
    'hasConflict',
    'rollback',
  ],
  ConflictResolver: [
    'setResolutionStrategy',
    'resolveConflict',
    'server_wins',
    'client_wins',
    'merge',
    'mergeFields',
    'mergeVersions',
    'prompt_user',
    'promptUserForResolution',
    'applyResolution',
  ],
  ChatRealtimeManager: [
    'subscribe',
    'onNewMessage',
    'sendMessage',
    'sendToServer',
    'isFromCurrentUser',
    'sendTypingIndicator',
    'trackPresence',
    'onConnectionChange',
    'getAuthToken',
    'unsubscribe',
  ],
  PresenceManager: [
    'setupPresenceTracking',
    'updatePresence',
    'setupActivityTracking',
    'visibilitychange',
    'last_seen',
    'getPresenceState',
    'destroy',
  ],
  TypingIndicator: ['handleTypingEvent', 'removeTypingUser', 'auto-stop', 'auto-remove', 'destroy'],
  CollaborativeTimelineManager: [
    'broadcastEditStart',
    'broadcastEditEnd',
    'handleCollaborationEvent',
    'showEditIndicator',
    'hideEditIndicator',
    [
      'being-edited, data-editor',
      'test/pages/parts/edit-marks.ts',
      'the card and the host’s own markup carry attributes and the name, until it is saved',
    ],
    'cursor_move',
    'selection_change',
    'onCollaboratorsUpdate',
  ],
  EventCommentsManager: [
    'subscribe',
    'onCommentAdded',
    'onCommentUpdated',
    'onCommentDeleted',
    'addComment',
    'user',
  ],
  NotificationManager: [
    'loadNotifications',
    'addNotification',
    'handleSystemNotification',
    'showBrowserNotification',
    'auto-remove',
    'markAsRead',
    'removeNotification',
    'requestNotificationPermission',
    'destroy',
  ],
  PushNotificationManager: [
    'setupServiceWorker',
    'subscribeToPush',
    'sendSubscriptionToServer',
    'urlBase64ToUint8Array',
    'push',
    [
      'push, in a browser',
      'test/build/push.test.ts',
      'a click subscribes, the function encrypts, and the service worker shows what it sent',
    ],
    'notificationclick',
    [
      'notificationclick, in a browser',
      'test/build/push.test.ts',
      'a click on a place in a page goes there in the page that is open, which loses nothing',
    ],
  ],
  OfflineQueueManager: [
    'setupConnectivityHandlers',
    'loadQueueFromStorage',
    'saveQueueToStorage',
    'addOperation',
    'syncQueue',
    'executeOperation',
    'maxRetries',
    'handleFailedOperation',
    'getQueueStatus',
  ],
  ConnectionPool: [
    'getConnection',
    'updateStats',
    'getStats',
    'maxConnections',
    'cleanupOldConnections',
    ['closeConnection', 'test/seed/custom-channels.test.ts', GUEST_OUT],
    'closeAllConnections',
  ],
  MessageBatcher: ['addMessage', 'processBatch', 'flush'],
};

/** Those that have suites of their own in this folder. */
export const SUITES = Object.keys(CAPABILITIES).filter((name) =>
  CAPABILITIES[name]?.some((capability) => typeof capability === 'string'),
);

/** A test, by its file and title. */
interface Shown {
  readonly file: string;
  readonly title: string;
}

/** The page that lists every capability with a test that shows it. @throws Error where there is none */
export async function capabilitiesPage(): Promise<string> {
  const suites = readSuites('test/seed');
  const sections = Object.entries(CAPABILITIES).map(([name, list]) => sectionOf(name, list, suites));
  const style = await resolveConfig('docs/capabilities.md', { editorconfig: true });
  return format(`${HEAD}\n${sections.join('\n')}`, { ...style, parser: 'markdown' });
}

const HEAD = `# Capabilities

Every capability of the product document, in its words, with a test that shows it: by its effect on a second client or in the
database, against the local backend, and in a browser where it needs a page. \`npm run test:seed\` runs those of \`test/seed\` and says
which pass; \`npm run test:seed -- --page\` writes this page anew from \`test/seed/capabilities.ts\` and the tests' titles. In a
title, \`…\` stands for what is tried in turn.
`;

function sectionOf(name: string, list: readonly Capability[], suites: readonly Suite[]): string {
  const own = suites.filter(({ suite }) => suite === name);
  const rows = list.map((capability) => {
    const [word] = wordsOf(capability);
    const { file, title } = shownBy(name, capability, own);
    return `| \`${word}\` | ${title.replaceAll('|', '\\|')} | [${file.replace('test/', '')}](../${file}) |`;
  });
  return [`## ${name}`, '', '| capability | test | file |', '| --- | --- | --- |', ...rows, ''].join('\n');
}

function wordsOf(capability: Capability): readonly [string, string?, string?] {
  return typeof capability === 'string' ? [capability] : capability;
}

function shownBy(suite: string, capability: Capability, own: readonly Suite[]): Shown {
  const [word, file, title] = wordsOf(capability);
  const all = file === undefined ? own : readSuites(file);
  const tests = all.flatMap((one) => one.titles.map((its): Shown => ({ file: one.file, title: its })));
  const found = tests.find((test) => (title === undefined ? names(test.title, word) : test.title === title));
  if (!found) throw new Error(`No test shows ${word} of ${suite}${title ? `: “${title}”` : ''}.`);
  return found;
}

/** Whether a title has the word for itself, not as a part of a longer one. */
function names(title: string, word: string): boolean {
  return new RegExp(`(^|[^\\w-])${word}($|[^\\w-])`).test(title);
}
