package io.nwfilter.netfilter.guarantee;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.analyze.AlikeGuests;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.query.GuestVariables;
import io.nwfilter.netfilter.query.PacketQuery;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is proved of guests by classes of alike ones is what is proved guest by guest. */
class HostProverTest {

  private static final int HOSTS = 10;
  private static final int GUESTS = 4;

  /** {@return a rule by a number, which names a port, and the address of another guest} */
  private static Rule.Builder rule(int kind, int port, String other) {
    return switch (kind) {
      case 0 -> Rule.accept(Direction.IN, Protocol.TCP).toPort(port);
      case 1 -> Rule.accept(Direction.OUT, Protocol.TCP).toPort(port);
      case 2 -> Rule.drop(Direction.INOUT, Protocol.ALL);
      case 3 -> Rule.drop(Direction.OUT, Protocol.IP).from("10.9.0.0/30");
      case 4 -> Rule.accept(Direction.IN, Protocol.IP).from(other);
      case 5 -> Rule.drop(Direction.OUT, Protocol.ARP);
      case 6 -> Rule.accept(Direction.OUT, Protocol.IP).from("$IP");
      case 7 -> Rule.drop(Direction.INOUT, Protocol.IP);
      default -> Rule.drop(Direction.IN, Protocol.UDP);
    };
  }

  private static Filter filter(List<Integer> kinds, int port, boolean stock, String other) {
    Filter.Builder filter = Filter.builder("own");
    if (stock) {
      filter.include("clean-traffic");
    }
    kinds.forEach(kind -> filter.rule(rule(kind, port, other).build()));
    return filter.build();
  }

  private static String address(int number) {
    return "10.9.0." + (number + 2);
  }

  private static CompiledInterface guest(int number, Filter filter) {
    return FilterCompiler.compile(
        FilterBinding.of(
            new InterfaceName("vnet" + number),
            new MacAddress(0x5254_0000_0000L + number),
            FilterReference.of("own", Parameters.of("IP", address(number)))),
        CompileOptions.builder().library(StockFilters.library().with(filter)).build());
  }

  /** A host with its guests. */
  private record TriedHost(AlikeGuests alike, List<Subject> subjects) {

    static TriedHost of(List<CompiledInterface> guests, boolean routed) {
      Surroundings surroundings = new Surroundings();
      List<CompiledNetwork> networks =
          routed
              ? List.of(
                  GuestNetwork.of(
                      ForwardMode.NAT,
                      new Guest(
                          "vnet0", Simulator.BRIDGE, guests.get(0).binding().mac(), List.of())))
              : List.of();
      networks.forEach(surroundings::add);
      guests.forEach(one -> surroundings.add(one.binding(), Simulator.BRIDGE));
      HostRules rules = HostRules.of(new CompiledHost(networks, ImmutableList.of(), guests));
      Situation situation = surroundings.situation().build();
      HostSubjects subjects = HostSubjects.of(situation, rules, surroundings);
      return new TriedHost(
          AlikeGuests.of(situation, rules, surroundings.guests()),
          surroundings.guests().stream().map(subjects::subject).toList());
    }

    List<List<Conclusion>> conclusions() {
      return HostProver.of(alike, Runnable::run).guarantees(subjects, Guarantees.all());
    }
  }

  private static TriedHost host(int number, Random random) {
    List<Integer> kinds = random.ints(1 + random.nextInt(3), 0, 9).boxed().toList();
    boolean stock = random.nextBoolean();
    List<CompiledInterface> guests = new ArrayList<>();
    for (int i = 0; i < GUESTS; i++) {
      int port = number % 3 == 0 ? 22 + random.nextInt(2) : 22;
      String other = address(number % 2 == 0 ? (i + 1) % GUESTS : 0);
      guests.add(guest(i, filter(kinds, port, stock, other)));
    }
    return TriedHost.of(guests, random.nextBoolean());
  }

  private static String verdict(Conclusion one) {
    return one.proof().getClass().getSimpleName() + (one.vacuous() ? " vacuous" : "");
  }

  private static List<String> oneByOne(Subject subject) {
    Prover prover = Prover.of(subject);
    return Guarantees.all().stream()
        .map(
            one -> {
              Proof proof = prover.prove(one);
              return verdict(new Conclusion(proof, proof.isProved() && prover.isVacuous(one)));
            })
        .toList();
  }

  @Test
  void classesAreProvedLikeTheirMembers() {
    Random random = new Random(7);
    int alike = 0;
    int unlike = 0;
    for (int number = 0; number < HOSTS; number++) {
      TriedHost host = host(number, random);
      List<List<Conclusion>> all = host.conclusions();
      for (int i = 0; i < GUESTS; i++) {
        Subject subject = host.subjects().get(i);
        assertEquals(
            oneByOne(subject),
            all.get(i).stream().map(HostProverTest::verdict).toList(),
            "host " + number + ", guest " + i);
        if (i > 0) {
          if (host.alike().areAlike("vnet0", subject.guest().port())) {
            alike++;
          } else {
            unlike++;
          }
        }
      }
    }
    assertTrue(alike >= GUESTS && unlike >= GUESTS, alike + " alike, " + unlike + " unlike");
  }

  private static List<CompiledInterface> guests(Filter... filters) {
    List<CompiledInterface> guests = new ArrayList<>();
    for (int i = 0; i < filters.length; i++) {
      guests.add(guest(i, filters[i]));
    }
    return guests;
  }

  private static Filter filter(Rule.Builder... rules) {
    Filter.Builder filter = Filter.builder("own");
    for (Rule.Builder rule : rules) {
      filter.rule(rule.build());
    }
    return filter.build();
  }

  @Test
  void aRefutationShowsTheAddressesOfItsOwnGuest() {
    Filter open = filter(Rule.accept(Direction.IN, Protocol.TCP).toPort(22));
    TriedHost host = TriedHost.of(guests(open, open, open), false);
    assertTrue(host.alike().areAlike("vnet0", "vnet2"));
    List<List<Conclusion>> all =
        HostProver.of(host.alike(), Runnable::run)
            .guarantees(
                host.subjects(),
                List.of(Guarantees.noForeignSourceIpv4(), Guarantees.onlyTcpPortsOpen()));
    for (int i = 0; i < all.size(); i++) {
      Proof.Refuted foreign = (Proof.Refuted) all.get(i).get(0).proof();
      assertEquals(Entry.port("vnet" + i), foreign.explanation().entry());
      Proof.Refuted opened = (Proof.Refuted) all.get(i).get(1).proof();
      assertEquals(
          0x5254_0000_0000L + i,
          opened.packet().value(Field.ETHERNET_DESTINATION).orElseThrow().low());
    }
  }

  /** The rules of a bridge see frames after sources are translated, but those of few are. */
  @Test
  void sourcesOfConnectionsThatNoRuleTranslatesStayAsTheyAre() {
    Filter blocking = filter(Rule.drop(Direction.IN, Protocol.IP).from("203.0.113.0/24"));
    TriedHost host = TriedHost.of(guests(blocking), true);
    Subject subject = host.subjects().get(0);
    Requirement blocked =
        new Requirement(
            Requirement.Kind.NEVER,
            PacketQuery.parse("to-vm tcp from 203.0.113.0/24", GuestVariables.of(subject.guest())));
    Proof proof = Prover.of(subject).prove(blocked.statement(subject));
    assertTrue(proof.isProved(), proof::toString);
  }

  @Test
  void repliesOfOneGuestStandForThoseOfAllThatAreLikeIt() {
    Filter closed =
        filter(
            Rule.accept(Direction.OUT, Protocol.TCP).toPort(25),
            Rule.accept(Direction.IN, Protocol.TCP).fromPort(25),
            Rule.drop(Direction.INOUT, Protocol.ALL));
    int nodes = 50_000;
    TriedHost host =
        TriedHost.of(guests(Collections.nCopies(40, closed).toArray(Filter[]::new)), false);
    Subject first = host.subjects().get(0);
    assertTrue(
        Prover.of(first, nodes).prove(Guarantees.repliesComeBack()) instanceof Proof.Inconclusive);
    List<List<Conclusion>> all =
        HostProver.of(host.alike(), Runnable::run)
            .withMaxNodes(nodes)
            .guarantees(host.subjects().subList(0, 2), List.of(Guarantees.repliesComeBack()));
    assertTrue(all.stream().allMatch(one -> one.get(0).proof().isProved()), all::toString);
  }

  private static boolean areDecided(List<Proof> proofs) {
    return proofs.stream().noneMatch(Proof.Inconclusive.class::isInstance);
  }

  private static List<Proof> eachAlone(Subject subject, int maxNodes) {
    return Guarantees.all().stream().map(one -> Prover.of(subject, maxNodes).prove(one)).toList();
  }

  @Test
  void statementsThatFillTheBudgetTogetherAreProvedOnTheirOwn() {
    Filter filter = filter(Rule.accept(Direction.IN, Protocol.TCP).toPort(22));
    TriedHost host = TriedHost.of(guests(filter), false);
    Subject subject = host.subjects().get(0);
    int maxNodes = 10_000;
    while (!areDecided(eachAlone(subject, maxNodes))) {
      maxNodes += maxNodes / 20;
    }
    Prover together = Prover.of(subject, maxNodes);
    assertFalse(areDecided(Guarantees.all().stream().map(together::prove).toList()));

    List<Conclusion> all =
        HostProver.of(host.alike(), Runnable::run)
            .withMaxNodes(maxNodes)
            .guarantees(host.subjects(), Guarantees.all())
            .get(0);
    assertTrue(areDecided(all.stream().map(Conclusion::proof).toList()));
  }

  @Test
  void aGuestThatARuleOfAnotherNamesIsNotLikeOthers() {
    Filter plain = filter(Rule.drop(Direction.IN, Protocol.IP));
    Filter naming = filter(Rule.accept(Direction.IN, Protocol.IP).from(address(1)));
    TriedHost host = TriedHost.of(guests(plain, plain, plain, naming), false);
    assertTrue(host.alike().areAlike("vnet0", "vnet2"));
    assertFalse(host.alike().areAlike("vnet0", "vnet1"));
  }

  @Test
  void aGuestInANetworkThatARuleAsksForIsNotLikeOneOutside() {
    Filter asking = filter(Rule.drop(Direction.IN, Protocol.IP).from("10.9.0.0/30"));
    TriedHost host = TriedHost.of(guests(asking, asking, asking), false);
    assertTrue(host.alike().areAlike("vnet0", "vnet1"));
    assertFalse(host.alike().areAlike("vnet0", "vnet2")); // 10.9.0.4
  }

  @Test
  void guestsWithDifferentRulesAreNotAlike() {
    Filter one = filter(Rule.accept(Direction.IN, Protocol.TCP).toPort(22));
    Filter other = filter(Rule.accept(Direction.IN, Protocol.TCP).toPort(23));
    TriedHost host = TriedHost.of(guests(one, other, one), false);
    assertTrue(host.alike().areAlike("vnet0", "vnet2"));
    assertFalse(host.alike().areAlike("vnet0", "vnet1"));
  }
}
