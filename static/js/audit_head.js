// The head of the audit chain: its print button.
import { offerPrint } from "./shared/print.js";

offerPrint();
