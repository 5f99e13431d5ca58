// Every page works without these; each module looks for its own elements and leaves when there are none.
import { dismissable } from "./flash.js";
import { drafts } from "./drafts.js";
import { focusFirst, menus } from "./focus.js";
import { scrolling } from "./scrolling.js";
import { suggestions } from "./suggest.js";
import { growing } from "./textarea.js";
import { uploads } from "./upload.js";

dismissable();
drafts();
focusFirst();
menus();
growing();
scrolling();
suggestions();
uploads();
