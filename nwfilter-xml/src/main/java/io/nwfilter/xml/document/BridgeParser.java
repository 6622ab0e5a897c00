package io.nwfilter.xml.document;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.network.Markup;
import io.nwfilter.core.network.NetworkBridge;
import io.nwfilter.xml.diagnostic.DocumentCode;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the {@code <bridge>} of a network. */
final class BridgeParser {

  private static final ImmutableSet<String> MANAGERS = ImmutableSet.of("kernel", "libvirt");

  private final DocumentReader reader;
  private final Markup.Element element;
  private final Optional<String> name;

  BridgeParser(DocumentReader reader, Markup.Element element) {
    this.reader = reader;
    this.element = element;
    this.name = MarkupValues.given(element, "name");
  }

  /** {@return its name; empty if libvirt is to choose one, or a number in it} */
  Optional<InterfaceName> name() {
    return name.filter(text -> !isPattern(text))
        .map(text -> MarkupValues.interfaceName(element, text));
  }

  /** {@return how it is} */
  NetworkBridge settings() {
    Optional<String> manager = MarkupValues.given(element, "macTableManager");
    if (manager.isPresent() && !MANAGERS.contains(manager.get())) {
      throw MarkupValues.illegal(element, "macTableManager", manager.get(), "kernel or libvirt");
    }
    return new NetworkBridge(
        name.filter(BridgeParser::isPattern),
        stp(),
        delay(),
        manager,
        MarkupValues.given(element, "zone"));
  }

  /** {@return whether libvirt puts a number into the name} */
  private static boolean isPattern(String name) {
    return name.contains("%d");
  }

  private Optional<Boolean> stp() {
    Optional<String> stp = MarkupValues.given(element, "stp");
    if (stp.isPresent() && !stp.get().equals("on") && !stp.get().equals("off")) {
      reader.report(
          DocumentCode.VALUE_MISREAD,
          element.location(),
          element + ": libvirt reads stp='" + stp.get() + "' as 'on'");
    }
    return stp.map(value -> !value.equals("off"));
  }

  private OptionalLong delay() {
    Optional<String> delay = MarkupValues.given(element, "delay");
    return delay.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(MarkupValues.number(element, "delay", delay.get(), 10, Long.MAX_VALUE));
  }
}
