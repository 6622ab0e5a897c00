package io.nwfilter.netfilter.diagram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pictures of hosts with many machines. */
class CollapseTest {

  private static final CompileOptions OPTIONS =
      CompileOptions.with(
          Filter.builder("web")
              .rule(Rule.accept(Direction.IN, Protocol.TCP).toPort(80))
              .rule(Rule.drop(Direction.IN, Protocol.ALL))
              .build(),
          Filter.builder("mail").rule(Rule.accept(Direction.IN, Protocol.TCP).toPort(25)).build());

  private static NetworkInterface on(String dev, long number, String filter) {
    return NetworkInterface.builder("bridge")
        .mac(new MacAddress(0x5254_0000_0000L + number))
        .targetDev(dev)
        .filter(filter)
        .build();
  }

  private static CompiledHost host(List<Domain> domains) {
    return FilterCompiler.compileHost(domains, OPTIONS);
  }

  private static List<Domain> machines(int count, String filter) {
    List<Domain> machines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      machines.add(Domain.of(filter + i, on(filter + "-" + i, i, filter)));
    }
    return machines;
  }

  /** Returns the machines' chains of a family, each with its lines in the picture. */
  private static List<List<String>> labels(Diagram diagram, Family family) {
    return diagram.chains().stream()
        .filter(chain -> chain.family() == family)
        .filter(chain -> chain.owner().kind() == Owner.Kind.MACHINE)
        .<List<String>>map(Labels::lines)
        .toList();
  }

  @Test
  void machinesThatLookAlikeAreOne() {
    Diagram diagram = Diagram.of(host(machines(30, "web"))).collapsed(8);

    assertEquals(
        List.of(
            List.of("FI-*", "30 machines, 2 rules each", "web0, web1, …"),
            List.of("FO-*", "30 machines, 2 rules each", "web0, web1, …"),
            List.of("HI-*", "30 machines, 2 rules each", "web0, web1, …")),
        labels(diagram, Family.IPV4));
    assertEquals(
        List.of(
            "INPUT JUMP libvirt-host-in 1",
            "FORWARD JUMP libvirt-in 1",
            "FORWARD JUMP libvirt-out 1",
            "FORWARD JUMP libvirt-in-post 1",
            "libvirt-in GOTO FI-* 30",
            "libvirt-out GOTO FO-* 30",
            "libvirt-host-in GOTO HI-* 30"),
        DiagramTest.jumps(diagram));
  }

  @Test
  void machinesThatDoNotAreNot() {
    List<Domain> domains = machines(2, "web");
    domains.addAll(machines(3, "mail"));
    domains.add(Domain.of("two", on("a", 90, "web"), on("b", 91, "web")));
    domains.add(Domain.of("stock", on("c", 92, "no-mac-spoofing")));

    Diagram diagram = Diagram.of(host(domains)).collapsed(2);

    assertEquals(
        List.of(
            List.of("FI-*", "4 interfaces of 3 machines, 2 rules each", "web0, web1, …"),
            List.of("FO-*", "4 interfaces of 3 machines, 2 rules each", "web0, web1, …"),
            List.of("HI-*", "4 interfaces of 3 machines, 2 rules each", "web0, web1, …"),
            List.of("FI-*", "3 machines, 1 rule each", "mail0, mail1, …"),
            List.of("FO-*", "3 machines, 1 rule each", "mail0, mail1, …"),
            List.of("HI-*", "3 machines, 1 rule each", "mail0, mail1, …")),
        labels(diagram, Family.IPV4));
    assertEquals(
        List.of(
            List.of("libvirt-I-c", "1 rule of stock (c)"),
            List.of("I-c-mac", "2 rules of stock (c)")),
        labels(diagram, Family.BRIDGE));
  }

  @Test
  void fewMachinesAreDrawnAsTheyAre() {
    Diagram diagram = Diagram.of(host(machines(7, "web")));

    assertSame(diagram, diagram.collapsed(8));
    assertEquals(3, labels(diagram.collapsed(7), Family.IPV4).size());
    assertEquals(21, labels(diagram, Family.IPV4).size());
  }

  @Test
  void whatIsCollapsedStaysSo() {
    Diagram diagram = Diagram.of(host(machines(9, "web"))).collapsed(8);

    assertEquals(diagram, diagram.collapsed(2));
  }

  @Test
  void interfacesOfMachinesWithoutNamesAreCounted() {
    List<CompiledInterface> interfaces = host(machines(3, "mail")).interfaces();

    Diagram diagram = Diagram.of(new CompiledHost(interfaces)).collapsed(2);

    assertEquals(
        List.of("FI-*", "3 interfaces, 1 rule each", "mail-0, mail-1, …"),
        labels(diagram, Family.IPV4).get(0));
  }

  @Test
  void oneMachineCannotBeCollapsed() {
    Diagram diagram = Diagram.of(host(machines(1, "web")));

    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> diagram.collapsed(1));

    assertEquals("1 machines: one cannot be collapsed", refused.getMessage());
  }

  @Test
  void tenThousandMachines() {
    Diagram whole = Diagram.of(host(machines(10_000, "web")));
    Diagram diagram = whole.collapsed(8);

    assertEquals(30_006, whole.chains().size());
    assertEquals(9, diagram.chains().size());
    assertEquals(
        List.of("FO-*", "10000 machines, 2 rules each", "web0, web1, …"),
        labels(diagram, Family.IPV4).get(1));
  }
}
