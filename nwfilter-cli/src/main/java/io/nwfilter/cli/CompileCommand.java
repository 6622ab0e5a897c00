package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileCode;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.text.ListingOptions;
import io.nwfilter.netfilter.text.OriginComments;
import io.nwfilter.xml.LibvirtDocument;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Compiles the documents of one host and prints its rules. */
@Command(
    name = "compile",
    description = {
      "Compiles domains and filter bindings into the rules that libvirt installs for them.",
      "All files together describe one host, in the order in which libvirt starts its machines.",
      ""
    },
    footer = {
      "%nExamples:",
      "  nwfilter compile --filters /etc/libvirt/nwfilter guest.xml",
      "  virsh dumpxml guest | nwfilter compile --format listing -"
    },
    mixinStandardHelpOptions = true,
    versionProvider = ImplementationVersion.class,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:compiled", NwfilterCommand.FAILED, "2:bad usage"})
final class CompileCommand extends DocumentCommand {

  private static final SourceLocation COMMAND_LINE = SourceLocation.of("<command line>");

  @ParentCommand private NwfilterCommand parent;
  @Mixin private FilterOptions filters;

  @Option(
      names = "--format",
      paramLabel = "FORM",
      converter = CompileFormat.Converter.class,
      completionCandidates = CompileFormat.Converter.class,
      description =
          "Prints only the text for one tool, or lists all rules as iptables -L -n -v and"
              + " ebtables -L do: ${COMPLETION-CANDIDATES}. Without it, the texts for all three"
              + " tools are printed under headings.")
  private @Nullable CompileFormat format;

  @Option(names = "--line-numbers", description = "Numbers the rules of each chain in listings.")
  private boolean lineNumbers;

  @Option(
      names = "--explain-origin",
      description =
          "Prints before each rule a comment that says where it comes from: # FILE:LINE FILTER →"
              + " FILTER, the filters from that of the interface down. The restore tools ignore"
              + " comments. Rules shared by all interfaces have no single origin.")
  private boolean explainOrigin;

  @Option(
      names = "--target-dev",
      paramLabel = "MAC=DEV",
      converter = Assignment.Converter.class,
      description = "The name of the host's interface, where a domain does not give a target dev.")
  private List<Assignment> targetDevs = new ArrayList<>();

  @Option(
      names = "--learned",
      paramLabel = "DEV=ADDRESS",
      converter = Assignment.Converter.class,
      description =
          "An IPv4 address that libvirt has learned for an interface: the value of IP where the"
              + " domain does not give one.")
  private List<Assignment> learned = new ArrayList<>();

  @Option(
      names = "--semantics",
      paramLabel = "HOW",
      converter = SemanticsName.class,
      completionCandidates = SemanticsName.class,
      description =
          "Whether the rules are what libvirt makes of the filters, quirks included, or what the"
              + " filters say: ${COMPLETION-CANDIDATES}. The default is libvirt. With written,"
              + " filters that netfilter cannot express are refused.")
  private Semantics semantics = Semantics.AS_LIBVIRT;

  @Option(
      names = "--max-instances",
      paramLabel = "NUMBER",
      description =
          "How many instances of an interface's rules the lists of variables may produce. The"
              + " default is ${DEFAULT-VALUE}.",
      defaultValue = "" + CompileOptions.DEFAULT_MAX_INSTANCES)
  private int maxInstances;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "A <domain> or <filterbinding> document; - is standard input.")
  private List<String> files = new ArrayList<>();

  /** Creates the command, with fields that picocli fills. */
  @SuppressWarnings("NullAway.Init") // picocli sets them before the command runs
  CompileCommand() {}

  @Override
  Output read() {
    CompiledOutput output = output();
    CompileOptions.Builder known = known();
    DocumentSources sources = new DocumentSources(spec(), parent.in());
    sources.requireOneStandardInput(files);
    Optional<CompileOptions> options =
        findings().attempt(() -> known.library(filters.library(findings(), semantics)).build());
    ImmutableList.Builder<CompiledInterface> interfaces = ImmutableList.builder();
    for (String file : files) {
      XmlSource source = sources.of(file);
      read(source).ifPresent(document -> options.ifPresent(o -> compile(document, o, interfaces)));
    }
    if (options.isEmpty() || hasErrors()) {
      return Output.NONE;
    }
    CompiledHost host = new CompiledHost(interfaces.build());
    warnOfUnused(options.get(), host);
    return () -> {
      output.print(host, out());
      return NwfilterCommand.OK;
    };
  }

  /** {@return a document; of an illegal one what is left, to look for more errors in it} */
  private Optional<LibvirtDocument> read(XmlSource source) {
    try {
      return Optional.of(findings().value(LibvirtXml.read(source, semantics)));
    } catch (DocumentException e) {
      findings().addAll(e.diagnostics());
      return e.legalPart(Filter.class).isPresent()
          ? Optional.empty()
          : LibvirtDocument.legalPart(e);
    }
  }

  private void compile(
      LibvirtDocument document,
      CompileOptions options,
      ImmutableList.Builder<CompiledInterface> interfaces) {
    findings()
        .attempt(() -> document.accept(new DocumentCompilation(options, findings())))
        .ifPresent(interfaces::addAll);
  }

  private CompiledOutput output() {
    boolean listing = format == CompileFormat.LISTING;
    if (lineNumbers && !listing) {
      throw Usage.bad(spec(), "--line-numbers needs --format listing");
    }
    if (explainOrigin && listing) {
      throw Usage.bad(spec(), "--explain-origin cannot be used with listings");
    }
    return new CompiledOutput(
        format,
        explainOrigin ? OriginComments.BEFORE_RULES : OriginComments.NONE,
        lineNumbers ? ListingOptions.DEFAULT.withLineNumbers() : ListingOptions.DEFAULT);
  }

  private CompileOptions.Builder known() {
    if (maxInstances < 1) {
      throw Usage.bad(spec(), "--max-instances: " + maxInstances + " is less than 1");
    }
    CompileOptions.Builder known =
        CompileOptions.builder().semantics(semantics).maxInstances(maxInstances);
    for (Assignment pair : targetDevs) {
      Usage.legal(spec(), "--target-dev", pair, p -> targetDev(p, known));
    }
    for (Assignment pair : learned) {
      Usage.legal(spec(), "--learned", pair, p -> learned(p, known));
    }
    return known;
  }

  private static CompileOptions.Builder targetDev(Assignment pair, CompileOptions.Builder known) {
    return known.interfaceName(MacAddress.parse(pair.name()), new InterfaceName(pair.value()));
  }

  private static CompileOptions.Builder learned(Assignment pair, CompileOptions.Builder known) {
    return known.learnedAddress(
        new InterfaceName(pair.name()), Ipv4Address.parseDottedQuad(pair.value()));
  }

  /** An option that names what no file has is most likely a slip. */
  private void warnOfUnused(CompileOptions options, CompiledHost host) {
    Set<MacAddress> macs = new HashSet<>();
    Set<InterfaceName> names = new HashSet<>();
    for (CompiledInterface compiled : host.interfaces()) {
      macs.add(compiled.binding().mac());
      names.add(compiled.name());
    }
    Sets.difference(options.interfaceNames().keySet(), macs)
        .forEach(mac -> warnOfUnused("--target-dev: no interface has the MAC address " + mac));
    Sets.difference(options.learnedAddresses().keySet(), names)
        .forEach(name -> warnOfUnused("--learned: no interface is named " + name));
  }

  private void warnOfUnused(String message) {
    findings().add(new Diagnostic(CompileCode.UNUSED_OPTION, message, COMMAND_LINE));
  }
}
