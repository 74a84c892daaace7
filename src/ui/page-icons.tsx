// The icons of actions on pages.
import Bookmark from "lucide-react/icons/bookmark";
import ChevronDown from "lucide-react/icons/chevron-down";
import ChevronUp from "lucide-react/icons/chevron-up";
import CircleX from "lucide-react/icons/circle-x";
import Copy from "lucide-react/icons/copy";
import Maximize from "lucide-react/icons/maximize";
import Maximize2 from "lucide-react/icons/maximize-2";
import Minimize2 from "lucide-react/icons/minimize-2";
import Minus from "lucide-react/icons/minus";
import Play from "lucide-react/icons/play";
import Plus from "lucide-react/icons/plus";
import Power from "lucide-react/icons/power";
import RotateCcw from "lucide-react/icons/rotate-ccw";
import Scaling from "lucide-react/icons/scaling";
import Square from "lucide-react/icons/square";
import Trash2 from "lucide-react/icons/trash-2";

import { lucideIcon } from "./lucide-icon.tsx";

export const SavepointIcon = lucideIcon(Bookmark, 14);
export const StopIcon = lucideIcon(Square, 14);
export const RescaleIcon = lucideIcon(Scaling, 14);
export const CancelIcon = lucideIcon(CircleX, 14);
/** Start a job or a new attempt. */
export const StartIcon = lucideIcon(Play, 14);
/** Start a container. */
export const PowerIcon = lucideIcon(Power, 14);
export const ResetIcon = lucideIcon(RotateCcw, 14);
export const CopyIcon = lucideIcon(Copy, 14);
export const DeleteIcon = lucideIcon(Trash2, 14);
/** Fit the graph to its room. */
export const FitIcon = lucideIcon(Maximize, 14);
/** Use the whole width. */
export const WidenIcon = lucideIcon(Maximize2, 14);
/** Undo {@link WidenIcon}. */
export const NarrowIcon = lucideIcon(Minimize2, 14);
/** Add, or zoom in. */
export const PlusIcon = lucideIcon(Plus, 14);
/** Remove, or zoom out. */
export const MinusIcon = lucideIcon(Minus, 14);
/** The one before. */
export const PreviousIcon = lucideIcon(ChevronUp, 14);
/** The one after. */
export const NextIcon = lucideIcon(ChevronDown, 14);
