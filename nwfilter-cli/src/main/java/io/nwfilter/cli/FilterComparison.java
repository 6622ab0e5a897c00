package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.xml.LibvirtDocument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares filters, each on an interface of its own.
 *
 * @param given the values of variables; others get legal ones
 * @param hosts compares the interfaces
 */
record FilterComparison(Parameters given, HostComparison hosts) {

  /** {@return how the filters of two sides differ, those of the same name, or the only ones} */
  ImmutableList<Compared> compared(DiffSide before, DiffSide after) {
    ImmutableList.Builder<Compared> all = ImmutableList.builder();
    if (before.filters().size() == 1 && after.filters().size() == 1) {
      Filter old = before.filters().values().iterator().next();
      Filter now = after.filters().values().iterator().next();
      return compared(old, now, before, after);
    }
    for (String name : DiffSide.names(before, after)) {
      Filter old = before.filters().get(name);
      Filter now = after.filters().get(name);
      all.addAll(
          old == null || now == null
              ? ImmutableList.of(Compared.only(name, old == null ? "NEW" : "OLD"))
              : compared(old, now, before, after));
    }
    return all.build();
  }

  /** {@return how two filters differ; nothing if one of them cannot be compiled} */
  private ImmutableList<Compared> compared(
      Filter old, Filter now, DiffSide before, DiffSide after) {
    FilterMachine was = FilterMachine.of(old, given, Parameters.NONE, before.options());
    FilterMachine is = FilterMachine.of(now, given, was.parameters(), after.options());
    DiffSide one = before.with(new LibvirtDocument.OfDomain(was.domain()));
    DiffSide other = after.with(new LibvirtDocument.OfDomain(is.domain()));
    String name = now.name() + with(given, was, is);
    return hosts.compared(one, other, false).stream()
        .map(found -> found.named(name))
        .collect(ImmutableList.toImmutableList());
  }

  /** {@return the values that are samples, such as {@code with PORT=1034}} */
  private static String with(Parameters given, FilterMachine was, FilterMachine is) {
    Map<String, List<String>> all = new LinkedHashMap<>(was.parameters().values());
    all.putAll(is.parameters().values());
    all.keySet().removeAll(given.values().keySet());
    StringBuilder with = new StringBuilder();
    all.forEach(
        (name, values) ->
            values.forEach(value -> with.append(' ').append(name).append('=').append(value)));
    return with.isEmpty() ? "" : " with" + with;
  }
}
