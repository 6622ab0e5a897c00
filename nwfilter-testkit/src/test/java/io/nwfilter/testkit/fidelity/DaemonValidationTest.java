package io.nwfilter.testkit.fidelity;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.attribute.AttributeSpec;
import io.nwfilter.core.attribute.NumberRange;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.testkit.daemon.LibvirtDaemonExtension;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every attribute of every protocol takes the texts that libvirtd takes when a filter is defined,
 * refuses those that libvirtd refuses, and prints what it took as libvirtd prints it.
 */
@ExtendWith(LibvirtDaemonExtension.class)
class DaemonValidationTest {

  private static final ImmutableSet<String> FIRST_OF_TYPE = firstOfType();

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void attributes(Protocol protocol, LibvirtDaemon daemon) {
    BothReaders readers = new BothReaders(daemon);
    List<String> differences = new ArrayList<>();
    for (AttributeSpec<?> spec : protocol.attributes()) {
      ImmutableList<String> rules =
          texts(protocol, spec).stream()
              .map(text -> rule(protocol, spec, text))
              .collect(ImmutableList.toImmutableList());
      differences.addAll(readers.differences(rules, spec.attribute().xmlName()));
    }
    assertEquals("", differences.stream().collect(joining("\n")));
  }

  /** {@return all texts for the first attribute of each type, in all protocols, and for names} */
  private static ImmutableList<String> texts(Protocol protocol, AttributeSpec<?> spec) {
    return FIRST_OF_TYPE.contains(protocol + " " + spec.attribute())
        ? AttributeTexts.of(spec)
        : AttributeTexts.fewOf(spec);
  }

  private static ImmutableSet<String> firstOfType() {
    Set<String> types = new HashSet<>();
    ImmutableSet.Builder<String> first = ImmutableSet.builder();
    for (Protocol protocol : Protocol.values()) {
      for (AttributeSpec<?> spec : protocol.attributes()) {
        if (types.add(protocol.layer() + spec.type().description())) {
          first.add(protocol + " " + spec.attribute());
        }
      }
    }
    return first.build();
  }

  /** Ports at the Ethernet layer need a protocol that has them. */
  private static String rule(Protocol protocol, AttributeSpec<?> spec, String text) {
    boolean frame = protocol == Protocol.IP || protocol == Protocol.IPV6;
    String beside =
        frame && NumberRange.PORT_ATTRIBUTES.contains(spec.attribute()) ? " protocol='tcp'" : "";
    return "<rule action='drop' direction='in'><"
        + protocol
        + beside
        + ' '
        + spec.attribute()
        + "='"
        + BothReaders.escaped(text)
        + "'/></rule>";
  }
}
