import './elements/nality-provider/define.ts';
import './elements/nality-timeline/define.ts';
import './elements/nality-presence/define.ts';
import './elements/nality-chat/define.ts';
import './elements/nality-comments/define.ts';
import './elements/nality-notifications/define.ts';
