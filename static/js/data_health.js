// The findings: their print button.
import { offerPrint } from "./shared/print.js";

offerPrint();
