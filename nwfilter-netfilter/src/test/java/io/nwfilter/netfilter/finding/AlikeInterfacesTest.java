package io.nwfilter.netfilter.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import io.nwfilter.netfilter.simulate.Prefix;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is found of a host by classes of interfaces is what is found interface by interface. */
class AlikeInterfacesTest {

  private static final int HOSTS = 20;
  private static final int MACHINES = 4;

  /** So many kinds of findings are the least that have to be among them. */
  private static final int LEAST_CODES = 8;

  /** Ordinary ones, and some that mean something by themselves. */
  private static final List<String> ADDRESSES =
      List.of("10.9.0.5", "10.9.0.6", "10.9.1.7", "172.16.0.8", "192.0.2.9", "203.0.113.77");

  private static final List<Integer> PORTS = List.of(22, 80, 2000, 2001, 3000, 6343);

  /** {@return a rule by a number, with values of one machine or of all} */
  private static Rule.Builder rule(int kind, int port) {
    return switch (kind) {
      case 0 -> Rule.accept(Direction.IN, Protocol.TCP).toPort(port);
      case 1 -> Rule.accept(Direction.OUT, Protocol.TCP).toPort(port);
      case 2 -> Rule.accept(Direction.INOUT, Protocol.UDP).toPorts(2000, 2999);
      case 3 -> Rule.accept(Direction.OUT, Protocol.ALL).from("$IP");
      case 4 -> Rule.drop(Direction.OUT, Protocol.ALL);
      case 5 -> Rule.drop(Direction.INOUT, Protocol.ALL);
      case 6 -> Rule.drop(Direction.OUT, Protocol.IP).from("10.9.0.0/24");
      case 7 -> Rule.accept(Direction.OUT, Protocol.IP).from("$IP");
      case 8 -> Rule.drop(Direction.INOUT, Protocol.IP);
      case 9 -> Rule.drop(Direction.OUT, Protocol.IPV6);
      case 10 -> Rule.accept(Direction.OUT, Protocol.MAC).whereText(Attributes.SRCMACADDR, "$MAC");
      case 11 -> Rule.drop(Direction.OUT, Protocol.MAC);
      case 12 -> Rule.accept(Direction.INOUT, Protocol.ARP);
      case 13 -> Rule.drop(Direction.IN, Protocol.TCP);
      case 14 -> Rule.accept(Direction.IN, Protocol.IP);
      case 15 -> Rule.drop(Direction.OUT, Protocol.IP);
      default -> Rule.accept(Direction.IN, Protocol.TCP).fromPort(port).from("10.9.1.0/24");
    };
  }

  /** {@return a filter whose rules are in a document of its own} */
  private static Filter filter(String document, List<Integer> kinds, int port, boolean stock) {
    Filter.Builder filter = Filter.builder("own");
    if (stock) {
      filter.include(
          new FilterReference(
              "clean-traffic", Parameters.NONE, new SourceLocation(document, 2, 3)));
    }
    for (int i = 0; i < kinds.size(); i++) {
      filter.rule(
          rule(kinds.get(i), port).location(new SourceLocation(document, i + 3, 3)).build());
    }
    return filter.build();
  }

  private static CompiledInterface machine(int number, String address, Filter filter) {
    return FilterCompiler.compile(
        FilterBinding.of(
            new InterfaceName("vnet" + number),
            new MacAddress(0x5254_0000_0000L + number),
            new FilterReference(
                "own",
                Parameters.of("IP", address),
                new SourceLocation("vm" + number + ".xml", 4, 5))),
        CompileOptions.builder().library(StockFilters.library().with(filter)).build());
  }

  private static ShapedInterface shaped(CompiledInterface one) {
    return ShapedInterface.of(ConnectedInterface.alone(one));
  }

  private static <T> T any(List<T> some, Random random) {
    return some.get(random.nextInt(some.size()));
  }

  /** Rules whose replies are lost, and some that the other layer makes pointless. */
  private static final List<List<Integer>> KINDS =
      List.of(List.of(14, 15), List.of(0, 8), List.of(13, 8));

  /** {@return machines with the same rules, in a filter that they share or in one of each} */
  private static List<CompiledInterface> host(int number, Random random) {
    boolean shared = number % 2 == 0;
    boolean stock = random.nextInt(3) == 0;
    List<Integer> kinds =
        number < 2 * KINDS.size()
            ? KINDS.get(number / 2)
            : random.ints(2 + random.nextInt(4), 0, 17).boxed().toList();
    int port = any(PORTS, random);
    List<CompiledInterface> machines = new ArrayList<>();
    for (int i = 0; i < MACHINES; i++) {
      Filter filter =
          shared
              ? filter("all.xml", kinds, port, stock)
              : filter("own" + i + ".xml", kinds, any(PORTS, random), stock);
      machines.add(machine(i, any(ADDRESSES, random), filter));
    }
    return machines;
  }

  private static List<Diagnostic> oneByOne(List<ConnectedInterface> machines) {
    return RuleVerdicts.together(
        machines.stream()
            .map(
                one ->
                    InterfaceFindings.inFull(one, AnalysisBudget.DEFAULT)
                        .result()
                        .verdicts()
                        .without(one.compiled().accepted()))
            .toList());
  }

  private static ConnectedInterface on(CompiledInterface machine, String... hostAddresses) {
    return new ConnectedInterface(
        machine,
        Optional.of(
            Stream.of(hostAddresses).map(Prefix::parse).collect(ImmutableList.toImmutableList())));
  }

  @Test
  void findingsOfClassesAreThoseOfEachInterfaceByItself() {
    Random random = new Random(12);
    Set<DiagnosticCode> codes = new HashSet<>();
    int alike = 0;
    int ofOthers = 0;
    ExecutorService cores = Executors.newFixedThreadPool(2);
    try {
      for (int i = 0; i < HOSTS; i++) {
        List<CompiledInterface> machines = host(i, random);

        List<Diagnostic> findings = RuleFindings.of(machines, AnalysisBudget.DEFAULT, cores);

        assertEquals(
            oneByOne(machines.stream().map(ConnectedInterface::alone).toList()),
            findings,
            "host " + i);
        Set<FindingShape> shapes = new HashSet<>();
        machines.forEach(one -> shapes.add(shaped(one).shape()));
        alike += MACHINES - shapes.size();
        for (Diagnostic one : findings) {
          codes.add(one.code());
          ofOthers += one.location().document().matches("(own|vm)[1-4].xml") ? 1 : 0;
        }
      }
    } finally {
      cores.shutdown();
    }
    assertTrue(alike > HOSTS, alike + " machines like others of their hosts");
    assertTrue(ofOthers > HOSTS, ofOthers + " findings at places of others than the first");
    assertTrue(codes.size() >= LEAST_CODES, "only " + codes);
  }

  @Test
  void findingsOfClassesOnNetworksAreThoseOfEachInterfaceByItself() {
    Random random = new Random(12);
    AlikeInterfaces together = new AlikeInterfaces(AnalysisBudget.DEFAULT, Runnable::run);
    int alike = 0;
    for (int i = 0; i < HOSTS / 2; i++) {
      List<ConnectedInterface> machines =
          host(i, random).stream()
              .map(one -> random.nextInt(4) == 0 ? on(one) : on(one, "10.9.0.1/24"))
              .toList();

      List<Diagnostic> findings = RuleVerdicts.together(together.verdicts(machines));

      assertEquals(oneByOne(machines), findings, "host " + i);
      Set<FindingShape> shapes = new HashSet<>();
      machines.forEach(one -> shapes.add(ShapedInterface.of(one).shape()));
      alike += MACHINES - shapes.size();
    }
    assertTrue(alike > HOSTS / 4, alike + " machines like others of their hosts");
  }

  @Test
  void networksMakeOtherShapes() {
    Filter filter = filter("all.xml", ImmutableList.of(7, 8), 22, false);
    String network = "10.9.0.1/24";
    FindingShape known = ShapedInterface.of(on(machine(1, "10.9.0.5", filter), network)).shape();

    assertEquals(known, ShapedInterface.of(on(machine(2, "10.9.0.6", filter), network)).shape());
    for (String other : List.of("10.9.1.5", "10.9.0.1", "10.9.0.0", "10.9.0.255")) {
      assertNotEquals(
          known, ShapedInterface.of(on(machine(2, other, filter), network)).shape(), other);
    }
    CompiledInterface alike = machine(2, "10.9.0.6", filter);
    assertNotEquals(known, ShapedInterface.of(on(alike, "10.9.0.2/24")).shape());
    assertNotEquals(known, ShapedInterface.of(on(alike)).shape());
    assertNotEquals(known, shaped(alike).shape());
    assertNotEquals(shaped(alike).shape(), ShapedInterface.of(on(alike)).shape());
  }

  @Test
  void addressesThatMeanSomethingMakeOtherShapes() {
    Filter filter = filter("all.xml", ImmutableList.of(7, 8), 22, false);
    FindingShape ordinary = shaped(machine(1, "10.9.0.5", filter)).shape();

    assertEquals(ordinary, shaped(machine(2, "172.16.0.8", filter)).shape());
    for (String special : List.of("203.0.113.77", "192.0.2.254", "224.0.0.5", "10.0.0.1")) {
      assertNotEquals(ordinary, shaped(machine(2, special, filter)).shape(), special);
    }
  }

  @Test
  void elementsOfOneInterfaceThatAreApartInAnotherMakeOtherShapes() {
    SourceLocation place = new SourceLocation("a.xml", 3, 3);
    Filter.Builder together = Filter.builder("own");
    Filter.Builder apart = Filter.builder("own");
    for (int i = 0; i < 2; i++) {
      Rule.Builder rule = rule(i, 2000);
      together.rule(rule.location(place).build());
      apart.rule(rule.location(new SourceLocation("a.xml", 3 + i, 3)).build());
    }

    assertNotEquals(
        shaped(machine(1, "10.9.0.5", together.build())).shape(),
        shaped(machine(1, "10.9.0.5", apart.build())).shape());
  }

  @Test
  void macAddressesOfWhatIsFilledInMakeOtherShapes() {
    Filter filter = filter("all.xml", ImmutableList.of(10, 11), 22, false);
    CompiledInterface like =
        FilterCompiler.compile(
            FilterBinding.of(
                new InterfaceName("vnet7"),
                MacAddress.parse("02:00:00:00:00:01"),
                FilterReference.of("own", "IP", "10.9.0.5")),
            CompileOptions.builder().library(StockFilters.library().with(filter)).build());

    assertNotEquals(
        shaped(like).shape().rules(), shaped(machine(7, "10.9.0.5", filter)).shape().rules());
  }
}
