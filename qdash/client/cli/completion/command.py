"""``completion``: the script that lets a shell complete commands, options and names."""

from __future__ import annotations

from ..options import ROW_OPTIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from ..context import Context

__all__ = ["add_completion", "run_completion"]

_BASH = """\
# Completion of qdash-client for bash. To load it: eval "$(qdash-client completion bash)"
_qdash_client() {
    local kind line
    COMPREPLY=()
    compopt +o default 2>/dev/null
    {
        IFS= read -r kind || return
        while IFS= read -r line; do COMPREPLY+=("$line"); done
    } < <("$1" __complete bash "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null)
    if [[ $kind == files ]]; then
        COMPREPLY=()
        compopt -o default 2>/dev/null
    elif [[ ${#COMPREPLY[@]} == 1 && $COMPREPLY == */ ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o default -F _qdash_client qdash-client
"""

_ZSH = """\
#compdef qdash-client
# Completion of qdash-client for zsh. To load it, after compinit: eval "$(qdash-client completion zsh)"
_qdash_client() {
    local -a lines found
    local kind kept word
    lines=("${(@f)$("${(Q)words[1]}" __complete zsh "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
    kind=$lines[1]
    shift lines
    if [[ $kind == files ]]; then
        kept=$lines[1]
        [[ -n $kept ]] && compset -P "${(b)kept}"
        _files
    elif [[ $kind == words ]]; then
        for word in $lines; do
            found+=("${${word%%$'\\t'*}//:/\\\\:}${${(M)word%$'\\t'*}/$'\\t'/:}")
        done
        _describe qdash-client found
    fi
}
if [[ $funcstack[1] == _qdash_client ]]; then
    _qdash_client "$@"
else
    compdef _qdash_client qdash-client
fi
"""

_FISH = """\
# Completion of qdash-client for fish. To load it: qdash-client completion fish | source
function __qdash_client_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l lines ($words[1] __complete fish $words[2..-1] "$current" 2>/dev/null)
    if test "$lines[1]" = files
        set -l kept "$lines[2]"
        set -l start (math (string length -- "$kept") + 1)
        printf "$kept%s\\n" (__fish_complete_path (string sub --start $start -- "$current"))
    else
        printf '%s\\n' $lines[2..-1]
    end
end
complete --command qdash-client --no-files --arguments '(__qdash_client_complete)'
"""

_SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}


def add_completion(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``completion``."""
    parser.add_argument("shell", metavar="SHELL", choices=list(_SCRIPTS), help=f"one of {', '.join(_SCRIPTS)}")
    parser.epilog = """\
To load it when a shell starts, write one of these lines into its configuration:
  ~/.bashrc                    eval "$(qdash-client completion bash)"
  ~/.zshrc                     eval "$(qdash-client completion zsh)"      (after compinit)
  ~/.config/fish/config.fish   qdash-client completion fish | source
Names of chips are those that 'chips' has shown within the last hours; nothing is sent to complete a word."""
    parser.set_defaults(formats=("table",), without=ROW_OPTIONS)


def run_completion(context: Context) -> None:
    """Print the script of a shell."""
    context.out(_SCRIPTS[context.options.shell].rstrip("\n"))
