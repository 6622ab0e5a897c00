/** Diagnostics as text for people, and in forms that other tools read. */
module io.nwfilter.report {
  requires com.google.common;
  requires static org.jspecify;
  requires tools.jackson.core;
  requires transitive io.nwfilter.core;

  exports io.nwfilter.report;
}
