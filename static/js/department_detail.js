// One department: its org chart to move about in.
import { orgCharts } from "./shared/org_chart.js";

orgCharts();
