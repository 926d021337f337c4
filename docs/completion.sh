#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What bash or zsh completes behind "pagemark", made of the program's table of options. zsh runs what is written for bash.
# usage: B=build docs/completion.sh bash|zsh
# shellcheck disable=SC2016 # for the shell that completes
set -eu
pagemark=${B:-build}/pagemark
commands=$("$pagemark" _docs commands | sed -n 's/^| `\([a-z ]*[a-z]\).*/\1/p')
tab=$(printf '\t')

[ "$1" != zsh ] || echo '#compdef pagemark'
echo '# SPDX-License-Identifier: GPL-2.0-only
# Made by docs/completion.sh of the options that pagemark has.'
[ "$1" != zsh ] || echo 'autoload -U +X bashcompinit && bashcompinit'
cat <<'END'
_pagemark_words() {
	local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} words=
	if [[ $COMP_CWORD -gt 2 ]]; then
		case $command in
END
cat <<END
		$(echo "$commands" | sed -n 's/^\([a-z]*\) .*/\1/p' | sort -u | tr '\n' '|' | sed 's/|$//')) command+=" \${COMP_WORDS[2]}" ;;
		esac
	fi
	if [[ \$COMP_CWORD -eq 1 ]]; then
		words="$(echo "$commands" | sed 's/ .*//' | uniq | tr '\n' ' ')--help --version"
	else
		case "\$command \$before" in
END
"$pagemark" _docs tsv | awk -F '\t' '$5 != "" { gsub(/, | or /, " ", $5); print $1 "\t" $2 "\t" $5 }' |
	while IFS=$tab read -r command name words; do
		printf '\t\t"%s --%s") words="%s" ;;\n' "$command" "$name" "$words"
	done
printf '\t\t*" --target"|*" -t") words="host $(pagemark guest list 2>/dev/null | sed -n '\''s/^\\([a-z0-9][^ ]*\\) .*/\\1/p'\'' | tr '\''\\n'\'' '\'' '\'')" ;;\n'
printf '\t\tesac\n\tfi\n\tif [[ -z $words && ( $current == -* || $COMP_CWORD -eq 2 ) ]]; then\n\t\tcase $command in\n'
echo "$commands" | sed -n 's/^\([a-z]*\) .*/\1/p' | sort -u | while read -r first; do
	printf '\t\t%s) words="%s" ;;\n' "$first" "$(echo "$commands" | sed -n "s/^$first //p" | tr '\n' ' ')--help"
done
echo "$commands" | while read -r command; do
	options=$("$pagemark" _docs tsv | awk -F '\t' -v command="$command" '$1 == command { printf "%s ", $2 != "-" ? "--" $2 : "-" $3 }')
	printf '\t\t"%s") [[ $current != -* ]] || words="%s--help" ;;\n' "$command" "$options"
done
cat <<'END'
		esac
	fi
	COMPREPLY=($(compgen -W "$words" -- "$current"))
}
END
if [ "$1" = zsh ]; then
	echo '_bash_complete -o default -F _pagemark_words'
else
	echo 'complete -o default -F _pagemark_words pagemark'
fi
