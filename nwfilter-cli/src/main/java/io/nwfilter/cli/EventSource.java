package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.network.Network;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledDomain;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.diagnostic.HostCode;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.host.HostEvent;
import io.nwfilter.netfilter.host.HostEvent.Daemon;
import io.nwfilter.netfilter.host.HostException;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.SavedForm;
import io.nwfilter.netfilter.text.ScriptText;
import io.nwfilter.netfilter.text.TextSource;
import io.nwfilter.xml.LibvirtDocument;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.diagnostic.DocumentCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Makes events of the words that name them. What an event needs is read when it happens, as what a
 * script may do depends on the host.
 *
 * @param spec the command, for bad usage
 * @param sources finds documents
 * @param options how documents are compiled
 * @param findings takes the warnings
 */
record EventSource(
    CommandSpec spec, DocumentSources sources, CompileOptions options, Findings findings) {

  private static final ImmutableMap<String, Daemon> OF_DAEMON =
      ImmutableMap.of(
          "daemon-start", Daemon.STARTS,
          "daemon-stop", Daemon.STOPS,
          "daemon-restart", Daemon.RESTARTS,
          "daemon-reload", Daemon.RELOADS,
          "firewalld-reload", Daemon.FIREWALLD_RELOADS);

  private static final ImmutableList<String> WITH_VALUE =
      ImmutableList.of("start", "stop", "script", "run", "restore");

  private static final String LOST = "lost=";

  /**
   * What happens at once.
   *
   * @param lost the word for an event whose changes are lost; empty in most cases
   * @param word the word for the event
   * @param number which of the words that is, from 1
   */
  record Occurrence(Optional<String> lost, String word, int number) {

    /** {@return the words} */
    @Override
    public String toString() {
      return lost.map(event -> LOST + event + " ").orElse("") + word;
    }
  }

  /** {@return what happens, in order; words that name no event are refused before any does} */
  ImmutableList<Occurrence> occurrences(List<String> words) {
    ImmutableList.Builder<Occurrence> all = ImmutableList.builder();
    Optional<String> lost = Optional.empty();
    for (int number = 1; number <= words.size(); number++) {
      String word = words.get(number - 1);
      if (lost.isEmpty() && word.startsWith(LOST)) {
        requireValue(word);
        lost = Optional.of(word.substring(LOST.length()));
        requireLegal(lost.get());
      } else {
        requireLegal(word);
        all.add(new Occurrence(lost, word, number));
        lost = Optional.empty();
      }
    }
    if (lost.isPresent()) {
      throw Usage.bad(spec, "'" + LOST + lost.get() + "' is not followed by another event");
    }
    return all.build();
  }

  private void requireLegal(String word) {
    int equals = word.indexOf('=');
    String kind = equals < 0 ? word : word.substring(0, equals);
    boolean known = equals < 0 ? OF_DAEMON.containsKey(word) : WITH_VALUE.contains(kind);
    if (!known) {
      ImmutableList<String> all =
          ImmutableList.<String>builder()
              .addAll(OF_DAEMON.keySet())
              .addAll(WITH_VALUE)
              .add("lost")
              .build();
      throw Usage.bad(
          spec,
          "'"
              + word
              + "' is not an event"
              + (WITH_VALUE.contains(kind)
                  ? ": write " + kind + "=…"
                  : Usage.suggestion(kind, all)));
    }
    requireValue(word);
  }

  private void requireValue(String word) {
    if (word.indexOf('=') == word.length() - 1) {
      throw Usage.bad(spec, "'" + word + "' says nothing after the equals sign");
    }
  }

  /** {@return the event that words name, on a host as it is before it} */
  HostEvent event(Occurrence occurrence, Host host) {
    HostEvent kept = event(occurrence.word(), occurrence.number(), host);
    return occurrence
        .lost()
        .map(word -> event(word, occurrence.number() - 1, host))
        .<HostEvent>map(lost -> new HostEvent.Overlap(lost, kept))
        .orElse(kept);
  }

  private HostEvent event(String word, int number, Host host) {
    Daemon daemon = OF_DAEMON.get(word);
    if (daemon != null) {
      return daemon;
    }
    int equals = word.indexOf('=');
    String value = word.substring(equals + 1);
    return switch (word.substring(0, equals)) {
      case "start" -> started(value);
      case "stop" -> stop(value, host);
      case "script" -> script(text(value), host);
      case "run" -> script(TextSource.text(value, "<event " + number + ">"), host);
      default -> restored(text(value));
    };
  }

  private TextSource text(String name) {
    return name.equals(DocumentSources.STANDARD_INPUT)
        ? TextSource.stream(sources.input(), name)
        : TextSource.file(Path.of(name));
  }

  private static HostEvent script(TextSource source, Host host) {
    ImmutableList<Ruleset> rules =
        ImmutableList.of(
            host.ruleset(Family.IPV4), host.ruleset(Family.IPV6), host.ruleset(Family.BRIDGE));
    return new HostEvent.ScriptRuns(
        source.name(), ScriptText.read(source, rules, EventSource::file));
  }

  /** {@return a file that a script loads, if it is there} */
  private static Optional<TextSource> file(String name) {
    Path path = Path.of(name);
    return Files.isRegularFile(path) ? Optional.of(TextSource.file(path)) : Optional.empty();
  }

  private static HostEvent restored(TextSource source) {
    return new HostEvent.RulesRestored(
        SavedForm.of(SaveText.read(source)), SourceLocation.of(source.name()));
  }

  private HostEvent started(String file) {
    return document(file).accept(new Start());
  }

  private LibvirtDocument document(String file) {
    return findings.value(LibvirtXml.read(sources.of(file), options.semantics()));
  }

  /** {@return what a document that is running already is compiled into} */
  CompiledRules running(String file) {
    HostEvent event = started(file);
    if (event instanceof HostEvent.NetworkStarts network) {
      return network.network();
    } else if (event instanceof HostEvent.MachineStarts machine) {
      return machine.machine();
    }
    return ((HostEvent.InterfaceStarts) event).compiled();
  }

  private HostEvent stop(String name, Host host) {
    boolean network = host.networks().stream().anyMatch(each -> each.name().equals(name));
    boolean machine = host.machines().contains(name);
    if (network && machine) {
      throw Usage.bad(spec, "both a network and a machine are named '" + name + "'");
    } else if (network) {
      return new HostEvent.NetworkStops(name);
    } else if (machine) {
      return new HostEvent.MachineStops(name);
    }
    Optional<InterfaceName> known =
        host.interfaces().stream()
            .map(CompiledInterface::name)
            .filter(each -> each.name().equals(name))
            .findFirst();
    return known
        .<HostEvent>map(HostEvent.InterfaceStops::new)
        .orElseThrow(
            () ->
                new HostException(
                    new Diagnostic(
                        HostCode.IMPOSSIBLE_EVENT, notRunning(name, host), SourceLocation.NONE)));
  }

  private static String notRunning(String name, Host host) {
    List<String> all =
        ImmutableList.<String>builder()
            .addAll(host.networks().stream().map(CompiledNetwork::name).toList())
            .addAll(host.machines())
            .addAll(host.interfaces().stream().map(each -> each.name().name()).toList())
            .build();
    return "no network, machine or interface '"
        + name
        + "' is running"
        + Usage.suggestion(name, all);
  }

  /** Makes the start of what a document describes. */
  private final class Start implements LibvirtDocument.Visitor<HostEvent> {

    @Override
    public HostEvent network(Network network) {
      CompiledNetwork compiled = FilterCompiler.compile(network, options);
      findings.addAll(compiled.diagnostics());
      return HostEvent.starts(compiled);
    }

    @Override
    public HostEvent domain(Domain domain) {
      CompiledDomain compiled = FilterCompiler.compile(domain, options);
      findings.addAll(compiled.diagnostics());
      return HostEvent.starts(compiled);
    }

    @Override
    public HostEvent binding(FilterBinding binding) {
      CompiledInterface compiled = FilterCompiler.compile(binding, options);
      findings.addAll(compiled.diagnostics());
      return HostEvent.starts(compiled);
    }

    @Override
    public HostEvent networkInterface(NetworkInterface networkInterface) {
      return domain(Domain.of("interface", networkInterface));
    }

    @Override
    public HostEvent filter(Filter filter) {
      throw new NwfilterException(
          new Diagnostic(
              DocumentCode.WRONG_ROOT,
              "a filter by itself does not start: give its directory with --filters, and start a"
                  + " <network>, <domain> or <filterbinding>",
              filter.location()));
    }
  }
}
