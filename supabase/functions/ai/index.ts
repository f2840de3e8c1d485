/** What AI does outside of conversations. */
import { serve } from '../_shared/http.ts';
import { extract } from './extract.ts';

serve({ 'ai/extract-events': extract });
