package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.network.Network;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.analyze.AlikeGuests;
import io.nwfilter.netfilter.diagnostic.HostCode;
import io.nwfilter.netfilter.guarantee.HostSubjects;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.CommonSurroundings;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.InterfacesInRules;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Surroundings;
import io.nwfilter.netfilter.simulate.UnusableRulesException;
import io.nwfilter.xml.LibvirtDocument;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** The host that documents and dumps of rules describe, as packets are sent through it. */
final class DescribedHost {

  private final CommandSpec spec;
  private final Findings findings;
  private final SituationOptions situation;
  private final Surroundings surroundings = new Surroundings();
  private final HostDumps dumps;
  private final CompileOptions options;
  private final ImmutableList<CompiledRules> compiled;
  private final UndocumentedGuests undocumented;

  private DescribedHost(
      CommandSpec spec,
      Findings findings,
      DescribingFiles files,
      CompileOptions options,
      SituationOptions situation) {
    this.spec = spec;
    this.findings = findings;
    this.situation = situation;
    this.dumps = files.dumps();
    this.options = options;
    situation.addBridges(surroundings, spec);
    this.compiled = compiled(files.documents());
    addGuests(files.documents());
    situation.requireDocumentedMacs(surroundings, spec);
    situation.addAddresses(surroundings, spec);
    this.undocumented = new UndocumentedGuests(spec, findings, situation, surroundings, files);
    undocumented.addGiven();
  }

  /**
   * {@return the host; what is wrong with its documents is among the findings then}
   *
   * @param spec the command, for bad usage
   * @param findings takes the diagnostics
   * @param files documents and dumps
   * @param compilation how documents are compiled
   * @param situation what documents and dumps do not say
   */
  static DescribedHost read(
      CommandSpec spec,
      Findings findings,
      List<String> files,
      CompilationOptions compilation,
      SituationOptions situation) {
    CompileOptions options =
        compilation
            .withoutLibrary(spec)
            .library(compilation.library(spec, findings, files))
            .build();
    DescribingFiles read = DescribingFiles.read(spec, findings, files, compilation.semantics());
    return of(spec, findings, read, options, situation);
  }

  /**
   * {@return the host; what is wrong with its documents is among the findings then}
   *
   * @param spec the command, for bad usage
   * @param findings takes the diagnostics
   * @param files its documents and dumps
   * @param options how documents are compiled
   * @param situation what documents and dumps do not say
   */
  static DescribedHost of(
      CommandSpec spec,
      Findings findings,
      DescribingFiles files,
      CompileOptions options,
      SituationOptions situation) {
    return new DescribedHost(spec, findings, files, options, situation);
  }

  private ImmutableList<CompiledRules> compiled(List<LibvirtDocument> documents) {
    ImmutableList.Builder<CompiledRules> all = ImmutableList.builder();
    for (LibvirtDocument document : documents) {
      findings
          .attempt(() -> document.accept(new DocumentCompilation(options, findings)))
          .ifPresent(all::add);
    }
    return all.build();
  }

  /** Adds networks first, as they are where machines are connected, in whatever order they are. */
  private void addGuests(List<LibvirtDocument> documents) {
    compiled.forEach(one -> one.networks().forEach(this::add));
    GuestsOf guests = new GuestsOf(surroundings, options, new HashMap<>());
    documents.forEach(each -> Usage.legal(spec, "FILE", each, it -> it.accept(guests)));
    List<Guest> filtered = filtered();
    for (Guest guest : surroundings.onAssumedBridge()) {
      if (filtered.contains(guest)) {
        findings.add(
            new Diagnostic(
                HostCode.GUEST_ASSUMED,
                "'"
                    + guest.port()
                    + "' is taken as a port of '"
                    + guest.bridge()
                    + "', as no document says which bridge it is connected to: give that of its"
                    + " network, or --port "
                    + guest.port()
                    + "=BRIDGE",
                guests.locations().getOrDefault(guest.port(), SourceLocation.NONE)));
      }
    }
  }

  private void add(CompiledNetwork network) {
    Usage.legal(
        spec,
        "FILE",
        network,
        one -> {
          surroundings.add(one);
          return surroundings;
        });
  }

  /** Adds the guests of a document to what is known of the host. */
  private record GuestsOf(
      Surroundings surroundings, CompileOptions options, Map<String, SourceLocation> locations)
      implements LibvirtDocument.Visitor<Surroundings> {

    @Override
    public Surroundings filter(Filter filter) {
      return surroundings;
    }

    @Override
    public Surroundings binding(FilterBinding binding) {
      surroundings.add(binding);
      locations.put(binding.portDev().name(), binding.location());
      return surroundings;
    }

    @Override
    public Surroundings domain(Domain domain) {
      domain.interfaces().forEach(this::networkInterface);
      return surroundings;
    }

    @Override
    public Surroundings networkInterface(NetworkInterface networkInterface) {
      int before = surroundings.guests().size();
      surroundings.add(networkInterface, options.interfaceNames());
      surroundings.guests().stream()
          .skip(before)
          .forEach(guest -> locations.put(guest.port(), networkInterface.location()));
      return surroundings;
    }

    @Override
    public Surroundings network(Network network) {
      return surroundings;
    }
  }

  /** {@return the rules of the host, once all that the documents describe has started} */
  Host host() {
    return dumps.host(spec, "FILE").afterStarting(compiled);
  }

  /** {@return what documents and options say about the host} */
  Surroundings surroundings() {
    return surroundings;
  }

  /** {@return whether it is known by dumps of its rules alone} */
  boolean isOfDumps() {
    return compiled.isEmpty() && !(dumps.rulesets().isEmpty() && dumps.nft().tables().isEmpty());
  }

  /** {@return the interfaces that have a filter, in order} */
  List<Guest> filtered() {
    return compiled.stream()
        .flatMap(rules -> rules.interfaces().stream())
        .map(one -> named(one.name().name()))
        .toList();
  }

  /**
   * {@return an interface of a machine; bad usage if none is named and several have a filter, or
   * none}
   *
   * @param dev its name, or null for the only one that has a filter
   */
  Guest guest(@Nullable String dev) {
    if (dev != null) {
      return named(dev);
    }
    List<Guest> filtered = filtered();
    if (filtered.size() != 1) {
      throw Usage.bad(
          spec,
          filtered.isEmpty()
              ? "no interface has a filter: name the guest's with --interface"
              : "--interface: choose one of "
                  + String.join(", ", filtered.stream().map(Guest::port).toList()));
    }
    return filtered.get(0);
  }

  /**
   * {@return the same; an interface that no document describes is one of the only network, as any
   * guest of it}
   *
   * @param dev its name, or null for the only one that has a filter
   */
  Guest anyGuest(@Nullable String dev) {
    undocumented.takeAsThoseOfNetwork();
    return guest(dev);
  }

  /** {@return the only interface that has a filter; empty if there are none or several} */
  Optional<Guest> onlyGuest() {
    List<Guest> filtered = filtered();
    return filtered.size() == 1 ? Optional.of(filtered.get(0)) : Optional.empty();
  }

  /**
   * {@return the interfaces to look at; bad usage if nothing says which}
   *
   * @param dev the name of one; null for all that have a filter, or if there are none, for those
   *     that options say are ports of bridges
   */
  List<Guest> guests(@Nullable String dev) {
    if (dev != null) {
      return ImmutableList.of(anyGuest(dev));
    }
    List<Guest> filtered = filtered();
    if (!filtered.isEmpty()) {
      return filtered;
    }
    List<String> given = situation.ports();
    if (given.isEmpty()) {
      throw Usage.bad(spec, "no interface has a filter: " + undocumented.howToName());
    }
    return given.stream().map(this::named).toList();
  }

  /** {@return the interfaces that documents and options describe} */
  Set<String> described() {
    return surroundings.guests().stream().map(Guest::port).collect(ImmutableSet.toImmutableSet());
  }

  /** {@return the networks, in order} */
  List<CompiledNetwork> networks() {
    return compiled.stream().flatMap(rules -> rules.networks().stream()).toList();
  }

  /** Adds to both hosts what only one of them has, so that only their rules differ. */
  static void share(DescribedHost before, DescribedHost after) {
    Usage.legal(
        after.spec,
        "OLD, NEW",
        after.surroundings,
        known -> {
          CommonSurroundings.share(before.surroundings, known);
          return known;
        });
  }

  /** {@return an interface on the host, with somebody else on its bridge} */
  Subject subject(Host host, Guest guest) {
    Subject.withNeighbor(surroundings, guest);
    try {
      return Subject.of(situation(), host.rules(), surroundings, guest);
    } catch (UnusableRulesException e) {
      throw unusable(e);
    }
  }

  /** {@return which of its guests are alike, but for names and addresses} */
  AlikeGuests alike(Host host) {
    return AlikeGuests.of(situation(), host.rules(), surroundings.guests());
  }

  /** {@return interfaces on the host, each with somebody else on its bridge} */
  List<Subject> subjects(Host host, List<Guest> guests) {
    guests.forEach(guest -> Subject.withNeighbor(surroundings, guest));
    HostSubjects subjects = HostSubjects.of(situation(), host.rules(), surroundings);
    try {
      return guests.stream().map(subjects::subject).toList();
    } catch (UnusableRulesException e) {
      throw unusable(e);
    }
  }

  /** Warns of interfaces that rules name and no packet comes by. */
  void warnOfInterfacesLeftOut(Subject subject) {
    List<String> left = subject.interfacesLeft();
    if (!left.isEmpty()) {
      findings.add(
          new Diagnostic(
              HostCode.INTERFACES_LEFT_OUT,
              "no packets are tried that come by "
                  + String.join(", ", left.subList(0, Math.min(left.size(), InterfacesInRules.MAX)))
                  + (left.size() > InterfacesInRules.MAX
                      ? " and %d more".formatted(left.size() - InterfacesInRules.MAX)
                      : "")
                  + ", of which rules say something of their own",
              SourceLocation.NONE));
    }
  }

  private Guest named(String name) {
    return surroundings.guests().stream()
        .filter(guest -> guest.port().equals(name))
        .findFirst()
        .orElseGet(() -> undocumented.add(name));
  }

  /** Makes bad usage of an interface of whose guest the MAC address is assumed. */
  void requireMac(String option, Guest guest) {
    undocumented.requireMac(option, guest);
  }

  /**
   * Warns of options that name what the host does not have, once the guests that a command is about
   * are known.
   *
   * @param host the host with its rules
   */
  void warnOfUnused(Host host) {
    warnOfUnused(host, ImmutableList.of());
  }

  /**
   * Warns of options that name what neither the host nor packets have.
   *
   * @param host the host with its rules
   * @param packets the packets that a command is about
   */
  void warnOfUnused(Host host, List<Packet> packets) {
    KnownNames known = new KnownNames();
    packets.forEach(known::add);
    addTo(known, host);
    warnOfUnused(known);
  }

  /** Warns of options that name what none of several hosts has, which have the same options. */
  void warnOfUnused(KnownNames known) {
    UnusedOptions unused = new UnusedOptions(known, findings);
    unused.warn(options);
    situation.warnOfUnused(unused, spec);
  }

  /** Adds what the host has. */
  void addTo(KnownNames known, Host host) {
    compiled.forEach(known::add);
    known.add(options.library());
    known.add(surroundings);
    known.add(host.rules());
  }

  /** {@return all that is known of the host, apart from its rules} */
  Situation situation() {
    Situation.Builder known = surroundings.situation();
    situation.addTo(known, spec);
    return known.build();
  }

  /** {@return the error that rules cannot be used} */
  static NwfilterException unusable(UnusableRulesException e) {
    return new NwfilterException(
        new Diagnostic(HostCode.RULE_REFUSED, String.valueOf(e.getMessage()), SourceLocation.NONE));
  }
}
