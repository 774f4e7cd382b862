// Everything here is a convenience: each page works without it.
import { startClocks } from "./clocks.js";
import { startCopying, startPrinting } from "./copying.js";
import { startCounters } from "./counters.js";
import { startDays } from "./days.js";
import { guardDoubleSubmit, guardUnsaved, keepRecordId } from "./forms.js";
import { goOn } from "./going_on.js";
import { startHashing } from "./hashing.js";
import { startKeys } from "./keys.js";
import { closeMenus, focusErrors, startTheme } from "./frame.js";
import { startTimelines } from "./timeline.js";

startKeys();
closeMenus();
startTheme();
focusErrors();
guardUnsaved();
guardDoubleSubmit();
keepRecordId();
startClocks();
startCounters();
startDays();
startCopying();
startPrinting();
startTimelines();
startHashing();
goOn();
